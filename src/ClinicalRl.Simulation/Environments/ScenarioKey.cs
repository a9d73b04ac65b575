namespace ClinicalRl.Simulation.Environments;

/// <summary>Disjoint scenario spaces: no scenario of one is ever generated in another.</summary>
public enum Split
{
    /// <summary>For learning; any 64-bit seed.</summary>
    Train,

    /// <summary>For choosing between models; any 64-bit seed.</summary>
    Validation,

    /// <summary>For final claims; the seed is derived from a tenant's secret and never shown.</summary>
    Heldout,
}

/// <summary>How crowded, how deceptive and how dangerous a scenario is.</summary>
public enum Difficulty
{
    /// <summary>Few patients, clear stories.</summary>
    Easy,

    /// <summary>An ordinary shift.</summary>
    Standard,

    /// <summary>Crowded, with more distractors, barriers and dangerous twins.</summary>
    Hard,
}

/// <summary>Together with an environment's version this fixes a scenario completely.</summary>
/// <param name="Split">Scenario space.</param>
/// <param name="Seed">Any 64-bit value.</param>
/// <param name="Difficulty">How hard.</param>
public readonly record struct ScenarioKey(Split Split, ulong Seed, Difficulty Difficulty);

/// <summary>Wire names of <see cref="Split"/> and <see cref="Difficulty"/>: lower case.</summary>
public static class ScenarioWords
{
    private static readonly string[] SplitWords = ["train", "validation", "heldout"];

    private static readonly string[] DifficultyWords = ["easy", "standard", "hard"];

    /// <summary>The splits' wire names, in order.</summary>
    public static IReadOnlyList<string> Splits => SplitWords;

    /// <summary>The difficulties' wire names, in order.</summary>
    public static IReadOnlyList<string> Difficulties => DifficultyWords;

    /// <summary>Its wire name.</summary>
    public static string Word(this Split split) => SplitWords[(int)split];

    /// <summary>Its wire name.</summary>
    public static string Word(this Difficulty difficulty) => DifficultyWords[(int)difficulty];

    /// <summary>Reads a split's wire name; false when it is none.</summary>
    public static bool TryParseSplit(string? word, out Split split)
    {
        var index = Array.IndexOf(SplitWords, word);
        split = (Split)Math.Max(index, 0);
        return index >= 0;
    }

    /// <summary>Reads a difficulty's wire name; false when it is none.</summary>
    public static bool TryParseDifficulty(string? word, out Difficulty difficulty)
    {
        var index = Array.IndexOf(DifficultyWords, word);
        difficulty = (Difficulty)Math.Max(index, 0);
        return index >= 0;
    }
}
