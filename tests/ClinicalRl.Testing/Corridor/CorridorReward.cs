using System.Text;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Testing.Corridor;

/// <summary>The corridor's reward function, as a document and compiled; and both wrapped as a service would hold them.</summary>
public static class CorridorReward
{
    /// <summary>The document.</summary>
    public const string Yaml =
        """
        id: corridor-reward
        version: 1.0.0
        title: Corridor reward
        environment: corridor
        environmentVersions: ">=1.0.0 <2.0.0"
        intendedUse: Tests only.
        author: {name: The corridor's keeper, role: software engineer}
        notice: Draft.
        exploitCeiling: 0.5
        criteria:
          - id: follows-the-draught
            statement: Each move leads closer to the door.
            category: CS03
            severity: S1
            judge: moved
            met: toward_door
          - id: leaves-at-the-door
            statement: The walker leaves where the door is.
            category: CS01
            severity: S4
            judge: episode_ended
            met: found and minutes <= 60 minutes
            partly: found
            gate: {cap: 0.4, scope: episode}
          - id: does-not-overstay
            statement: The walker is out within an hour and a half.
            category: CS02
            severity: S2
            judge: episode_ended
            met: minutes <= 90 minutes

        """;

    /// <summary>A catalogue with the corridor alone.</summary>
    public static EnvironmentCatalogue Catalogue { get; } = new(new CorridorEnvironment());

    /// <summary>The document compiled.</summary>
    public static RewardFunction Function { get; } =
        RewardFunction.Compile(RewardDocumentParser.Parse(Encoding.UTF8.GetBytes(Yaml)), Catalogue.Environments[0].Spec);

    /// <summary>A library with that function alone.</summary>
    public static RewardLibrary Library { get; } = new(Function);
}
