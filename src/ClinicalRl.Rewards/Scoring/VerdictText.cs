using System.Collections.Immutable;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Rewards.Scoring;

/// <summary>
/// The lines of a breakdown that one criterion can give, as JSON. All of a line but the subject and the evidence is the document's, so it is
/// written once, when the document is compiled.
/// </summary>
internal sealed class VerdictText
{
    private readonly ImmutableArray<byte[]> heads;

    private readonly byte[] gate;

    private readonly ImmutableArray<EvidenceFact> evidence;

    public VerdictText(Criterion criterion, ImmutableArray<EvidenceFact> evidence)
    {
        heads = [.. Enum.GetValues<Verdict>().Select(verdict => Head(criterion, verdict))];
        gate = criterion.Gate is { } fallen ? Gate(fallen) : [];
        this.evidence = evidence;
    }

    /// <summary>
    /// Appends <c>{"criterion", "verdict", "score", "weight", "severity", "category", "subject", "evidence"}</c>, and
    /// <c>"gate": {"cap", "scope"}</c> when there is one and nothing was met.
    /// </summary>
    public void AppendTo(Utf8Text text, Verdict verdict, string? subject, ReadOnlySpan<double> values)
    {
        text.Append(heads[(int)verdict]);
        if (subject is null)
            text.Append("null"u8);
        else
            text.AppendJson(subject);
        text.Append(",\"evidence\":{"u8);
        for (var i = 0; i < evidence.Length; i++)
        {
            if (i > 0)
                text.Append(","u8);
            evidence[i].AppendTo(text, values);
        }

        text.Append("}"u8);
        if (verdict == Verdict.NotMet)
            text.Append(gate);
        text.Append("}"u8);
    }

    private static byte[] Head(Criterion criterion, Verdict verdict) => new Utf8Text(256)
        .Append("{\"criterion\":"u8).AppendJson(criterion.Id)
        .Append(",\"verdict\":"u8).AppendJson(verdict.Word())
        .Append(",\"score\":"u8).Append(verdict.Score())
        .Append(",\"weight\":"u8).Append(criterion.Weight)
        .Append(",\"severity\":"u8).AppendJson(criterion.Severity.ToString())
        .Append(",\"category\":"u8).AppendJson(criterion.Category.ToString())
        .Append(",\"subject\":"u8)
        .Written.ToArray();

    private static byte[] Gate(Gate gate) => new Utf8Text(64)
        .Append(",\"gate\":{\"cap\":"u8).Append(gate.Cap)
        .Append(",\"scope\":"u8).AppendJson(gate.Scope == GateScope.Step ? "step" : "episode")
        .Append("}"u8)
        .Written.ToArray();
}
