using System.Diagnostics;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.PatientConversation.Content;
using ClinicalRl.Simulation.Randomness;

namespace ClinicalRl.Simulation.PatientConversation.Scenarios;

/// <summary>
/// Draws consultations. Every scenario's fingerprint falls into one of <see cref="Classes"/> classes and each class belongs to one split,
/// so two splits can never hold the same scenario; a draw that falls into another split's class is drawn again.
/// </summary>
internal sealed class ConversationGenerator(ConversationContent content)
{
    private const int Classes = 16;
    private const int MostAttempts = 2_000;   // the chance to need as many is below 10^-100

    public ConversationScenario Generate(ScenarioKey key)
    {
        for (var attempt = 0UL; attempt < MostAttempts; attempt++)
        {
            var random = RandomStream.Named(key.Seed, "patient-conversation/" + key.Split.Word() + "/" + key.Difficulty.Word(), attempt);
            var draft = new ScenarioDraft(content, key.Difficulty, ref random);
            var fingerprint = draft.Fingerprint(key.Difficulty);
            if (SplitOf(fingerprint) == key.Split)
                return draft.Build(content, key, fingerprint);
        }

        throw new UnreachableException("No scenario of the split was drawn.");
    }

    /// <summary>Twelve classes in sixteen are for training, two each for validation and held-out.</summary>
    public static Split SplitOf(ulong fingerprint) => (fingerprint % Classes) switch
    {
        < 12 => Split.Train,
        < 14 => Split.Validation,
        _ => Split.Heldout,
    };
}
