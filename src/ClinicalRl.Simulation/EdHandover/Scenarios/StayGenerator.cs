using System.Diagnostics;
using ClinicalRl.Simulation.EdHandover.Content;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Randomness;

namespace ClinicalRl.Simulation.EdHandover.Scenarios;

/// <summary>
/// Draws stays. A stay's fingerprint (kind, twin, difficulty, NHS number, time) falls into one of <see cref="Classes"/> classes and each class
/// belongs to one split, so two splits never hold the same stay; a draw that falls into another split's class is drawn again.
/// </summary>
internal sealed class StayGenerator(HandoverContent content)
{
    private const int Classes = 16;
    private const int MostAttempts = 2_000;   // the chance to need as many is below 10^-100

    public Stay Generate(ScenarioKey key)
    {
        var stream = "ed-handover/" + key.Split.Word() + "/" + key.Difficulty.Word();
        for (var attempt = 0UL; attempt < MostAttempts; attempt++)
        {
            var draft = new StayDraft(content, key, RandomStream.Named(key.Seed, stream, attempt));
            if (SplitOf(draft.Fingerprint) == key.Split)
                return draft.Build();
        }

        throw new UnreachableException("No stay of the split was drawn.");
    }

    /// <summary>Twelve classes in sixteen are for training, two each for validation and held-out.</summary>
    public static Split SplitOf(ulong fingerprint) => (fingerprint % Classes) switch
    {
        < 12 => Split.Train,
        < 14 => Split.Validation,
        _ => Split.Heldout,
    };
}
