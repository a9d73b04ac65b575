namespace ClinicalRl.Service.OpenEnv.Messages;

/// <summary>What <c>reward</c> on the wire means. Trainers that speak this protocol add rewards up.</summary>
internal enum RewardMode
{
    /// <summary>Each step's own reward, 0 to 1; 0 where nothing was judged.</summary>
    Step,

    /// <summary>0 until the episode ends, then the episode reward.</summary>
    Terminal,

    /// <summary>By how much the episode reward changed; may be negative, and sums to the episode reward.</summary>
    Delta,
}

/// <summary>Wire names of <see cref="RewardMode"/>.</summary>
internal static class RewardModes
{
    /// <summary>In order.</summary>
    public static readonly string[] Words = ["step", "terminal", "delta"];

    /// <summary>Its wire name.</summary>
    public static string Word(this RewardMode mode) => Words[(int)mode];
}
