using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Testing.RunLogs;

namespace ClinicalRl.Audit.Tests.RunLogs;

public sealed class LogKeyTests
{
    [Fact]
    public void KeyId_IsTheFingerprintOfTheSubjectPublicKeyInfo()
    {
        using var algorithm = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(algorithm.ExportSubjectPublicKeyInfo())), LogPublicKey.Of(algorithm).KeyId);
    }

    [Fact]
    public void Key_SurvivesPemAndJwk()
    {
        using var key = RecordedEpisode.NewKey();
        using var read = LogSigningKey.FromPem(key.ToPem());
        Assert.Equal(key.PublicKey, read.PublicKey);
        Assert.True(LogPublicKey.TryParse(key.ToPublicPem(), out var fromPem));
        Assert.Equal(key.PublicKey, fromPem);
        using var output = new MemoryStream();
        using (var writer = new Utf8JsonWriter(output))
            key.PublicKey.WriteTo(writer);
        Assert.True(LogPublicKey.TryParse(Encoding.UTF8.GetString(output.ToArray()), out var fromJwk));
        Assert.Equal(key.PublicKey, fromJwk);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":7,\"y\":8}")]
    [InlineData("{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"y\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")]
    public void TryParse_IsFalse_ForWhatIsNoKey(string text) => Assert.False(LogPublicKey.TryParse(text, out _));

    [Fact]
    public void SigningKey_IsRefused_OnAnotherCurve()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Throws<ArgumentException>(() => LogSigningKey.FromPem(other.ExportPkcs8PrivateKeyPem()));
    }
}
