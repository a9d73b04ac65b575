using System.Net;
using ClinicalRl.Service.Keys;
using ClinicalRl.Service.Tests.Hosting;

namespace ClinicalRl.Service.Tests.Keys;

/// <summary>Short ways to work with keys.</summary>
public static class KeyCalls
{
    /// <summary>Makes a key and reads it strictly as it is described.</summary>
    public static async Task<KeySecretAnswer> MakeKeyAsync(this HttpClient client, string name, string[] scopes, DateTimeOffset? expires = null)
    {
        var made = await client.PostAsync("/v1/keys", expires is null ? new { name, scopes } : new { name, scopes, expires });
        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
        Assert.True(made.Headers.CacheControl?.NoStore);
        return Wire.Read<KeySecretAnswer>(made.Text);
    }

    public static Task<Answer> RotateKeyAsync(this HttpClient client, string key, int overlapSeconds) => client.PostAsync($"/v1/keys/{key}/rotations", new { overlapSeconds });

    public static Task<Answer> RevokeKeyAsync(this HttpClient client, string key) => client.PostAsync($"/v1/keys/{key}/revocations", new { reason = "a test" });

    public static async Task<KeyAnswer> KeyAsync(this HttpClient client, string key) =>
        Wire.Read<KeyList>((await client.ReadAsync("/v1/keys")).Text).Items.Single(item => item.Key == key);

    /// <summary>What a key is answered with now.</summary>
    public static async Task<HttpStatusCode> TryAsync(this RunningService service, string key)
    {
        using var client = service.Client(key);
        return (await client.ReadAsync("/v1/environments")).Status;
    }

    /// <summary>Asks until a key is answered with a status, and says how long that took.</summary>
    public static async Task<TimeSpan> BecomesAsync(this RunningService service, string key, HttpStatusCode status)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (await service.TryAsync(key) != status)
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(30), $"The key did not become {status}.");
        return TimeProvider.System.GetElapsedTime(begun);
    }
}
