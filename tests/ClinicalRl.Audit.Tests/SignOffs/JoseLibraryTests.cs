using System.Text;
using System.Text.Json;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Audit.SignOffs;

namespace ClinicalRl.Audit.Tests.SignOffs;

/// <summary>An independent JOSE library checks what we sign, and we check what it signs.</summary>
public sealed class JoseLibraryTests
{
    [Fact]
    public async Task Signatures_AreUnderstood_InBothDirections()
    {
        var statement = Encoding.UTF8.GetString(Signing.Statement.ToUtf8());
        var input = JsonSerializer.Serialize(new { jws = Signing.Sign(Signing.Statement), keys = Signing.Keys.ToJson(), statement });
        var answer = JsonElement.Parse(await JoseLibrary.RunAsync("SignOffs/jose-check.mjs", input));
        Assert.Equal(statement, answer.GetProperty("payload").GetString());
        Assert.Equal("ES256", answer.GetProperty("alg").GetString());
        Assert.True(answer.GetProperty("rejected").GetBoolean(), "the other library must refuse a changed statement");

        // The other library's key names itself "KID"; we know a key by its fingerprint, so what it signs under another name is unknown.
        Assert.True(LogPublicKey.TryCreate(answer.GetProperty("x").GetString()!, answer.GetProperty("y").GetString()!, out var key));
        var keys = new ClinicianKeySet([Signing.Registered with { PublicKey = key }]);
        var strange = answer.GetProperty("signed").EnumerateArray().Select(signed => signed.GetString()!).ToList();
        Assert.All(strange, jws => Assert.Equal("unknown-key", Assert.Single(Signing.Verify(jws, keys).Findings).Code));

        var again = JsonElement.Parse(await JoseLibrary.RunAsync(
            "SignOffs/jose-sign.mjs", JsonSerializer.Serialize(new { pem = answer.GetProperty("pem").GetString(), kid = key.KeyId, statement })));
        var signatures = again.EnumerateArray().Select(signed => signed.GetString()!).ToList();
        Assert.Equal(16, signatures.Count);   // so that both forms of s are among them
        Assert.All(signatures, jws => Assert.True(Signing.Verify(jws, keys).IsValid, string.Join("; ", Signing.Verify(jws, keys).Findings)));
    }

}
