using System.Text;
using ClinicalRl.Audit.Jose;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Audit.SignOffs;
using ClinicalRl.Rewards;
using ClinicalRl.Testing.Corridor;
using ClinicalRl.Testing.RunLogs;

namespace ClinicalRl.Audit.Tests.SignOffs;

/// <summary>A document, a clinician with a key, and a statement that is in order.</summary>
internal static class Signing
{
    public static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 30, 0, TimeSpan.Zero);

    public static readonly LogSigningKey Key = RecordedEpisode.NewKey();

    public static readonly Signer Clinician = new("Dr A. Example", "GMC", "1234567");

    public static readonly RewardDocument Document = Read(CorridorReward.Yaml);

    public static readonly ClinicianKey Registered = new(Key.PublicKey, Clinician, Now.AddDays(-30));

    public static readonly ClinicianKeySet Keys = new([Registered]);

    public static readonly SignOffStatement Statement = new()
    {
        RewardFunction = "corridor-reward", Version = "1.0.0", Sha256 = Document.Hash, Signer = Clinician, CheckedOn = new DateOnly(2026, 11, 1),
        Scope = "All criteria and their weights.", Statement = "I have read the card and agree with it – for simulation only.", SignedAt = Now,
    };

    public static RewardDocument Read(string yaml) => RewardDocumentParser.Parse(Encoding.UTF8.GetBytes(yaml));

    public static string Sign(SignOffStatement statement, LogSigningKey? key = null) => JwsCompact.Sign(statement.ToUtf8(), SignOffStatement.Type, key ?? Key);

    public static SignOffReport Verify(string jws, ClinicianKeySet? keys = null, RewardDocument? document = null) =>
        SignOffCheck.Verify(jws, document ?? Document, keys ?? Keys, Now.AddHours(1));
}
