using System.Net;
using ClinicalRl.Service.Tests.Hosting;

namespace ClinicalRl.Service.Tests.Episodes;

/// <summary>Whatever is wrong with a request, it is refused as documented and changes nothing.</summary>
public sealed class HostileRequestTests(ServiceFixture fixture)
{
    public static TheoryData<string> Names => [.. HostileRequests.All.Select(request => request.Path + ": " + request.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Request_IsRefusedAsDocumented_AndChangesNothing(string name)
    {
        var hostile = HostileRequests.All.Single(request => request.Path + ": " + request.Name == name);
        using var client = fixture.Service.Client(await fixture.Service.AddKeyAsync("victim", Grains.Tenancy.KeyScopes.All));
        var (running, ended) = await EpisodesAsync(client);
        var before = await RecordAsync(client, running, ended);

        var answer = await SendAsync(client, hostile, running, ended);

        Assert.Equal((HttpStatusCode)hostile.Status, answer.Status);
        Assert.Equal(hostile.Problem, answer.Problem());
        if (hostile.Field is not null)
            Assert.Equal(hostile.Field, answer.Field);
        if (answer.Status == HttpStatusCode.BadRequest)
            Assert.NotEmpty(answer.Json.GetProperty("expected").GetString()!);
        if (answer.Status == HttpStatusCode.MethodNotAllowed)
            Assert.NotEmpty(answer.ContentHeaders.Allow);
        Assert.DoesNotContain("   at ", answer.Text, StringComparison.Ordinal);
        Assert.Equal(before, await RecordAsync(client, running, ended));
    }

    private static async Task<(string Running, string Ended)> EpisodesAsync(HttpClient client)
    {
        var running = await client.CreateAsync();
        await client.MoveAsync(running);
        var ended = await client.CreateAsync();
        await client.MoveAsync(ended);
        await client.FinishAsync(ended);
        return (running, ended);
    }

    /// <summary>Everything a request could change: the list of episodes, and state and log of two.</summary>
    private static async Task<string> RecordAsync(HttpClient client, string running, string ended)
    {
        string[] paths = ["/v1/episodes?limit=2", $"/v1/episodes/{running}", $"/v1/episodes/{ended}", $"/v1/episodes/{running}/log", $"/v1/episodes/{ended}/log"];
        var answers = new List<string>();
        foreach (var path in paths)
        {
            var answer = await client.ReadAsync(path);
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            answers.Add(answer.Text);
        }

        return string.Join('\n', answers);
    }

    private static async Task<Answer> SendAsync(HttpClient client, HostileRequest hostile, string running, string ended)
    {
        var path = hostile.Path.Replace("{running}", running, StringComparison.Ordinal).Replace("{ended}", ended, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new HttpMethod(hostile.Method), path);
        if (hostile.Body.Length > 0 || hostile.Method == "POST")
        {
            request.Content = new ByteArrayContent(hostile.Body);
            if (hostile.ContentType is not null)
                request.Content.Headers.TryAddWithoutValidation("Content-Type", hostile.ContentType);
        }

        if (hostile.IdempotencyKey is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", hostile.IdempotencyKey);
        return await client.AskAsync(request);
    }
}
