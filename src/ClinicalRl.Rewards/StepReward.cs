using System.Text.Json;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Rewards;

/// <summary>What a step earned.</summary>
/// <param name="Value">Reward, 0 to 1; what the document lets a neutral step carry when nothing was judged.</param>
/// <param name="Judged">Whether any verdict that carries weight was given.</param>
/// <param name="Tally">The episode's tally after the step.</param>
/// <param name="Breakdown">The verdicts, in the order of events and then of criteria.</param>
public sealed record StepReward(double Value, bool Judged, RewardTally Tally, IReadOnlyList<CriterionVerdict> Breakdown)
{
    [ThreadStatic]
    private static Utf8Text? breakdown;

    /// <summary>Writes the verdicts as a JSON array.</summary>
    public void WriteBreakdown(Utf8JsonWriter writer)
    {
        var text = breakdown ??= new Utf8Text(4096);
        text.Clear();
        text.Append("["u8);
        for (var i = 0; i < Breakdown.Count; i++)
        {
            if (i > 0)
                text.Append(","u8);
            Breakdown[i].AppendTo(text);
        }

        writer.WriteRawValue(text.Append("]"u8).Written, skipInputValidation: true);
    }
}
