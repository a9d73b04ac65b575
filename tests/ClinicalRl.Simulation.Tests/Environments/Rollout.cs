using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Policies;
using ClinicalRl.Simulation.Randomness;
using ClinicalRl.Simulation.Tests.Actions;

namespace ClinicalRl.Simulation.Tests.Environments;

/// <summary>One step of a rollout; the action is null for the reset.</summary>
internal readonly record struct Move(SimulationState? Before, AgentAction? Action, Transition After)
{
    public bool Ended => After.State.Terminated || After.State.Truncated;
}

/// <summary>Plays whole episodes the way a client would: a policy sees only the JSON of each observation.</summary>
internal static class Rollout
{
    public static IEnumerable<Move> Play(IEnvironment environment, ScenarioKey key, string policy, ulong seed = 1)
    {
        var agent = environment.Policies.Single(known => known.Name == policy).Create(seed);
        return Play(environment, key, observation => agent.Act(observation));
    }

    /// <summary>Calls that may be right or wrong, for at most <paramref name="steps"/> steps.</summary>
    public static IEnumerable<Move> Fuzz(IEnvironment environment, ScenarioKey key, ulong seed, int steps)
    {
        var random = RandomStream.Named(seed, "fuzz");
        return Play(environment, key, _ => ArbitraryCalls.Action(environment.Spec.Tools, ref random)).Take(steps + 1);
    }

    /// <summary>Everything that a step gave back, the hidden events and the snapshot included, as one digest.</summary>
    public static string Digest(IEnumerable<Move> moves)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var move in moves)
            hash.AppendData(Encoding.UTF8.GetBytes(Words(move.After)));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Everything that a step gave back, in one string.</summary>
    public static string Words(Transition transition)
    {
        var words = new StringBuilder(4_000);
        words.Append(transition.Observation.Text).Append(Encoding.UTF8.GetString(transition.Observation.Data.Span)).Append(transition.Observation.TimeMinutes).Append(transition.InvalidAction);
        foreach (var happened in transition.Events)
            words.Append('\n').Append(happened.Kind.Name).Append(' ').Append(happened.Subject).Append(' ').AppendJoin(',', happened.Values);
        return words.Append('\n').Append(Convert.ToHexString(Snapshot(transition.State))).Append('\n').ToString();
    }

    public static byte[] Snapshot(SimulationState state)
    {
        var buffer = new ArrayBufferWriter<byte>();
        state.WriteTo(buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The observation as it comes over the wire.</summary>
    public static JsonElement AsSeen(Observation observation)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            observation.WriteTo(writer);
        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static IEnumerable<Move> Play(IEnvironment environment, ScenarioKey key, Func<JsonElement, AgentAction> choose)
    {
        var move = new Move(null, null, environment.Reset(key));
        yield return move;
        while (!move.Ended)
        {
            var action = choose(AsSeen(move.After.Observation));
            move = new Move(move.After.State, action, environment.Step(move.After.State, action));
            yield return move;
        }
    }
}
