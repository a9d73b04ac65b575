using System.Text;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Randomness;
using ClinicalRl.Simulation.TriageQueue;

namespace ClinicalRl.Rewards.Tests.Yaml;

/// <summary>Ten thousand documents made wrong by chance: each is accepted or refused with a place, none crashes, none takes a second.</summary>
public sealed class MutatedDocumentTests
{
    private const int Documents = 10_000;

    private static readonly string[] Pieces =
    [
        "not ", " and ", " or ", "(", ")", "[", "]", "{", "}", ":", "- ", ",", "\"", "'", "\n", "  ", "#", "|", ">", "&a ", "*a", "!!str ", "S5", "CS10", "0.5", "-1", "1e9", "99999999999999999999",
        "== 0", "in [1, 2]", "harm_class", "steps_under", "weight: 10, ", "gate: {cap: 0, scope: episode}, ", "partly: first, ", "applies: first, ", "\t", "é", "\u2028", "\u0000", "\uFEFF", "--- ", "... ", "? ", "<<: ",
    ];

    [Fact]
    public void MutatedDocument_IsAcceptedOrRefusedWithAPlace()
    {
        var spec = TriageQueueEnvironment.Load().Spec;
        var shipped = RewardLibrary.ShippedDocuments().Single(document => document.Environment.Value == spec.Id);
        var text = Encoding.UTF8.GetString(shipped.Bytes.Span);
        var chance = 20261125UL;
        int accepted = 0, refused = 0;
        var slowest = TimeSpan.Zero;
        for (var i = 0; i < Documents; i++)
        {
            var bytes = Mutate(text, ref chance);
            var before = Environment.CpuUsage.TotalTime;   // of the process: what other programs do to the clock does not count
            var findings = RewardLinter.Lint(bytes, spec);
            var taken = Environment.CpuUsage.TotalTime - before;
            slowest = taken > slowest ? taken : slowest;
            Assert.All(findings, finding => Assert.True(finding.Line >= 1 && finding.Column >= 1 && finding.Message.Length is > 0 and < 2_000, finding.ToString()));
            if (findings.Any(finding => finding.Level == FindingLevel.Error))
            {
                refused++;
            }
            else
            {
                accepted++;
                Assert.Null(Record.Exception(() => RewardFunction.Compile(RewardDocumentParser.Parse(bytes), spec)));
            }
        }

        Assert.True(accepted > 100 && refused > 1_000, $"{accepted} accepted, {refused} refused");
        Assert.True(slowest < TimeSpan.FromSeconds(1), $"the slowest took {slowest}");
        TestContext.Current.SendDiagnosticMessage($"{accepted} accepted, {refused} refused, slowest {slowest.TotalMilliseconds} ms");
    }

    private static byte[] Mutate(string text, ref ulong chance)
    {
        var changed = new StringBuilder(text);
        var edits = 1 + (int)(SplitMix64.Next(ref chance) % 3);
        for (var edit = 0; edit < edits; edit++)
        {
            var at = (int)(SplitMix64.Next(ref chance) % (ulong)changed.Length);
            var length = Math.Min((int)(SplitMix64.Next(ref chance) % 12), changed.Length - at);
            var piece = Pieces[SplitMix64.Next(ref chance) % (ulong)Pieces.Length];
            switch (SplitMix64.Next(ref chance) % 5)
            {
                case 0:
                    changed.Insert(at, piece);
                    break;
                case 1:
                    changed.Remove(at, length);
                    break;
                case 2:
                    changed.Remove(at, length).Insert(at, piece);
                    break;
                case 3:
                    changed.Insert((int)(SplitMix64.Next(ref chance) % (ulong)changed.Length), changed.ToString(at, length));   // a copy elsewhere
                    break;
                default:
                    changed[at] = (char)(32 + (SplitMix64.Next(ref chance) % 95));
                    break;
            }
        }

        var bytes = Encoding.UTF8.GetBytes(changed.ToString());
        if (SplitMix64.Next(ref chance) % 10 == 0)
            bytes[SplitMix64.Next(ref chance) % (ulong)bytes.Length] = (byte)SplitMix64.Next(ref chance);
        return bytes;
    }
}
