using System.Text.Json;
using ClinicalRl.Simulation.Actions;

namespace ClinicalRl.Simulation.Policies;

/// <summary>
/// An agent written by hand, for cards and tests. It sees what any agent sees: the observation as it comes over the wire.
/// One instance plays one episode.
/// </summary>
public interface IPolicy
{
    /// <summary>Chooses the next action from <c>{"text", "data", "time_minutes"}</c>.</summary>
    AgentAction Act(JsonElement observation);
}

/// <summary>A named way to make policies.</summary>
/// <param name="Name">Kebab-case, such as <c>guideline</c> or <c>escalate-all</c>.</param>
/// <param name="Description">What it does, in one sentence.</param>
/// <param name="IsDegenerate">Whether a reward function must score it low: it plays without clinical sense. One that is right until it is pressed is not.</param>
/// <param name="Create">Makes one for an episode; the seed drives whatever chance it uses.</param>
public sealed record PolicyDefinition(string Name, string Description, bool IsDegenerate, Func<ulong, IPolicy> Create);
