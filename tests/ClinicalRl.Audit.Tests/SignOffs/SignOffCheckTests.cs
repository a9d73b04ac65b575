using System.Buffers.Text;
using System.Text;
using ClinicalRl.Audit.Jose;
using ClinicalRl.Audit.SignOffs;
using ClinicalRl.Testing.Corridor;
using ClinicalRl.Testing.RunLogs;
using CsCheck;

namespace ClinicalRl.Audit.Tests.SignOffs;

/// <summary>What a sign-off is refused for, each by its reason.</summary>
public sealed class SignOffCheckTests
{
    [Fact]
    public void SignOff_IsValid_WhenAllIsInOrder()
    {
        var report = Signing.Verify(Signing.Sign(Signing.Statement));
        Assert.True(report.IsValid, string.Join("; ", report.Findings));
        Assert.Equal(Signing.Statement, report.Statement);
        Assert.Equal(Signing.Key.PublicKey.KeyId, report.KeyId);
    }

    [Fact]
    public void SignOff_IsRefused_WhenOneByteOfTheDocumentChanged()
    {
        var jws = Signing.Sign(Signing.Statement);
        var changed = Signing.Read(CorridorReward.Yaml.Replace("severity: S4", "severity: S3", StringComparison.Ordinal));
        Assert.Equal(["other-document"], Codes(Signing.Verify(jws, document: changed)));
        Assert.Equal(["other-document"], Codes(Signing.Verify(jws, document: Signing.Read(CorridorReward.Yaml + "\n"))));   // a blank line is a change too
    }

    [Fact]
    public void SignOff_IsRefused_OfAnotherVersion() =>
        Assert.Equal(["other-version"], Codes(Signing.Verify(Signing.Sign(Signing.Statement with { Version = "1.0.1" }))));

    [Fact]
    public void SignOff_IsRefused_ByAnUnknownKey()
    {
        using var stranger = RecordedEpisode.NewKey();
        Assert.Equal(["unknown-key"], Codes(Signing.Verify(Signing.Sign(Signing.Statement, stranger))));
    }

    [Fact]
    public void SignOff_IsRefused_WhenAnotherKeySignedUnderTheName()
    {
        using var stranger = RecordedEpisode.NewKey();
        var parts = Signing.Sign(Signing.Statement, stranger).Split('.');
        var header = Signing.Sign(Signing.Statement).Split('.')[0];   // names the clinician's key
        Assert.Equal(["signature"], Codes(Signing.Verify($"{header}.{parts[1]}.{parts[2]}")));
    }

    [Fact]
    public void SignOff_IsRefused_ByARevokedKey_WheneverItWasMade()
    {
        var keys = new ClinicianKeySet([Signing.Registered with { Revoked = Signing.Now.AddMinutes(30) }]);
        Assert.Equal(["revoked-key"], Codes(Signing.Verify(Signing.Sign(Signing.Statement), keys)));
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(-10, false)]
    public void SignOff_CountsOfARetiredKey_OnlyWhenMadeBefore(int retiredAfterMinutes, bool valid)
    {
        var keys = new ClinicianKeySet([Signing.Registered with { Retired = Signing.Now.AddMinutes(retiredAfterMinutes) }]);
        Assert.Equal(valid ? [] : ["retired-key"], Codes(Signing.Verify(Signing.Sign(Signing.Statement), keys)));
    }

    [Fact]
    public void SignOff_IsRefused_BeforeTheKeyWasRegistered()
    {
        var keys = new ClinicianKeySet([Signing.Registered with { Registered = Signing.Now.AddMinutes(10) }]);
        Assert.Equal(["key-not-registered"], Codes(Signing.Verify(Signing.Sign(Signing.Statement), keys)));
    }

    [Theory]
    [InlineData("The corridor's keeper", "GMC", "7654321")]   // the same name
    [InlineData("THE CORRIDORS  KEEPER", "NMC", "99A9999E")]
    public void SignOff_IsRefused_OfTheAuthor(string name, string register, string number)
    {
        var author = new Signer(name, register, number);
        var keys = new ClinicianKeySet([Signing.Registered with { Owner = author }]);
        Assert.Equal(["author-signed"], Codes(Signing.Verify(Signing.Sign(Signing.Statement with { Signer = author }), keys)));
    }

    [Fact]
    public void SignOff_IsRefused_OfTheAuthor_UnderAnotherName_ByTheRegistration()
    {
        var document = Signing.Read(CorridorReward.Yaml.Replace("role: software engineer}", "role: physician, register: GMC, number: \"123 4567\"}", StringComparison.Ordinal));
        Assert.Equal(["author-signed"], Codes(Signing.Verify(Signing.Sign(Signing.Statement with { Sha256 = document.Hash }), document: document)));
    }

    [Fact]
    public void SignOff_IsRefused_WhenTheKeyIsSomebodyElses()
    {
        var other = Signing.Statement with { Signer = new Signer("Dr B. Other", "GMC", "7777777") };
        Assert.Equal(["other-person"], Codes(Signing.Verify(Signing.Sign(other))));
    }

    [Theory]
    [InlineData(2025, 11, 20, "")]   // 365 days before
    [InlineData(2025, 11, 19, "register-check-expired")]
    [InlineData(2026, 11, 20, "")]
    [InlineData(2026, 11, 21, "register-check-in-future")]
    public void SignOff_IsRefused_WhenTheRegisterCheckIsTooOldOrToCome(int year, int month, int day, string code) =>
        Assert.Equal(code.Length == 0 ? [] : [code], Codes(Signing.Verify(Signing.Sign(Signing.Statement with { CheckedOn = new DateOnly(year, month, day) }))));

    [Fact]
    public void SignOff_IsRefused_FromTheFuture() =>
        Assert.Equal(["signed-in-future"], Codes(Signing.Verify(Signing.Sign(Signing.Statement with { SignedAt = Signing.Now.AddHours(2) }))));

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d")]
    [InlineData("..")]
    [InlineData("e30.e30.e30")]
    [InlineData("!!!.e30.e30")]
    [InlineData("e30=.e30.e30")]
    public void SignOff_IsRefused_WhenItIsNoSignature(string jws) => Assert.Equal(["malformed"], Codes(Signing.Verify(jws)));

    [Theory]
    [InlineData("""{"alg":"none","kid":"KID"}""")]
    [InlineData("""{"alg":"HS256","kid":"KID"}""")]
    [InlineData("""{"alg":"ES256"}""")]
    [InlineData("""{"alg":"ES256","kid":"KID","crit":["b64"],"b64":false}""")]
    [InlineData("""{"alg":"ES256","alg":"none","kid":"KID"}""")]
    [InlineData("""["ES256"]""")]
    public void SignOff_IsRefused_WhenTheHeaderAsksForSomethingElse(string header)
    {
        var parts = Signing.Sign(Signing.Statement).Split('.');
        var other = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header.Replace("KID", Signing.Key.PublicKey.KeyId, StringComparison.Ordinal)));
        Assert.Equal(["malformed"], Codes(Signing.Verify($"{other}.{parts[1]}.{parts[2]}")));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"reward_function":"corridor-reward"}""")]
    public void SignOff_IsRefused_WhenTheSignedTextIsNoStatement(string payload) =>
        Assert.Equal(["malformed"], Codes(Signing.Verify(JwsCompact.Sign(Encoding.UTF8.GetBytes(payload), SignOffStatement.Type, Signing.Key))));

    [Fact]
    public void SignOff_IsRefused_WhicheverCharacterIsChanged()
    {
        var jws = Signing.Sign(Signing.Statement);
        Gen.Select(Gen.Int[0, jws.Length - 1], Gen.Char["ABCxyz019-_."]).Where(change => jws[change.Item1] != change.Item2).Sample(change =>
        {
            var changed = jws.ToCharArray();
            changed[change.Item1] = change.Item2;
            Assert.False(Signing.Verify(new string(changed)).IsValid);
        }, iter: 2_000);
    }

    [Fact]
    public void Keys_ReadBackAsTheyWereWritten()
    {
        using var second = RecordedEpisode.NewKey();
        var keys = new ClinicianKeySet([Signing.Registered with { Retired = Signing.Now }, Signing.Registered with { PublicKey = second.PublicKey, Revoked = Signing.Now.AddDays(1) }]);
        Assert.True(ClinicianKeySet.TryParse(keys.ToJson(), out var read, out _));
        Assert.Equal(keys.Keys, read.Keys);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"keys":{}}""")]
    [InlineData("""{"keys":[1]}""")]
    [InlineData("""{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}""")]
    public void Keys_AreRefused_WhenTheyAreNone(string json) => Assert.False(ClinicianKeySet.TryParse(json, out _, out var problem) || problem.Length == 0);

    private static IEnumerable<string> Codes(SignOffReport report) => report.Findings.Select(finding => finding.Code);
}
