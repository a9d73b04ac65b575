using System.Text;
using System.Text.Json;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Facts;
using ClinicalRl.Simulation.Tests.Schemas;

namespace ClinicalRl.Simulation.Tests.Environments;

public abstract partial class EnvironmentConformanceTests
{
    private const int MostMinutesForAnInvalidAction = 5;

    [Fact]
    public void Events_HoldToTheDeclaredFacts()
    {
        var declared = Environment.Spec.Facts.Kinds.ToHashSet();
        var seen = new HashSet<EventKind>();
        foreach (var move in ManyMoves())
        {
            foreach (var happened in move.After.Events)
            {
                Assert.Contains(happened.Kind, declared);
                Assert.Equal(happened.Kind.Facts.Length, happened.Values.Length);
                for (var i = 0; i < happened.Values.Length; i++)
                    Assert.True(Fits(happened.Kind.Facts[i], happened.Values[i]), $"{happened.Kind.Name}.{happened.Kind.Facts[i].Name} = {happened.Values[i]}");
                seen.Add(happened.Kind);
            }
        }

        Assert.Equal(declared.Select(kind => kind.Name).Except(RareEvents).Order(), seen.Select(kind => kind.Name).Except(RareEvents).Order());
    }

    [Fact]
    public void Observations_AreJsonThatSatisfiesTheSchema()
    {
        var schema = JsonElement.Parse(Environment.Spec.ObservationDataSchema);
        var strict = new JsonDocumentOptions { AllowDuplicateProperties = false };
        var minute = 0;
        foreach (var move in ManyMoves())
        {
            var observation = move.After.Observation;
            Assert.Empty(SchemaCheck.Problems(schema, JsonElement.Parse(observation.Data.Span, strict)));
            Assert.True(observation.Text.Length > 0 && observation.Text.EnumerateRunes().All(rune => rune.Value != 0xFFFD));
            minute = move.Before is null ? 0 : minute;
            Assert.True(observation.TimeMinutes >= minute, "time went backwards");
            minute = observation.TimeMinutes;
            CheckObservation(move);
        }
    }

    [Fact]
    public void InvalidActions_AreRecordedStepsThatChangeNothingButTimeAndCounters()
    {
        foreach (var key in Enumerable.Range(0, 12).Select(Key))
        {
            var first = Environment.Reset(key);
            var waited = WithoutCounters(Rollout.Snapshot(Environment.Step(first.State, WaitOneMinute).State));
            foreach (var action in Malformed().Concat(ImpossibleAtFirst))
            {
                var after = Environment.Step(first.State, action);
                Assert.False(string.IsNullOrWhiteSpace(after.InvalidAction), $"{action.Tool} {action.Arguments} was carried out");
                Assert.Contains(after.InvalidAction!, after.Observation.Text, StringComparison.Ordinal);
                Assert.Equal(1, after.State.StepCount);
                Assert.InRange(after.Observation.TimeMinutes, 0, MostMinutesForAnInvalidAction);
                Assert.Equal(waited, WithoutCounters(Rollout.Snapshot(after.State)));
            }
        }
    }

    /// <summary>Checks of one environment on any step.</summary>
    private protected virtual void CheckObservation(Move move)
    {
    }

    /// <summary>Moves that lead to events which neither policies nor wild calls meet often.</summary>
    private protected virtual IEnumerable<Move> RareMoves => [];

    /// <summary>Thousands of steps by every policy and by wild calls.</summary>
    private protected IEnumerable<Move> ManyMoves() =>
        Enumerable.Range(0, Rollouts * 4).SelectMany(seed => Rollout.Fuzz(Environment, Key(seed), (ulong)seed, steps: 150))
            .Concat(RareMoves)
            .Concat(Environment.Policies.SelectMany(policy => Enumerable.Range(100, Rollouts).SelectMany(seed => Rollout.Play(Environment, Key(seed), policy.Name, (ulong)seed))));

    private static bool Fits(FactField fact, double value) =>
        double.IsFinite(value) && value >= fact.Min && value <= fact.Max && (fact.Type == FactType.Number || Math.Floor(value) == value);

    private IEnumerable<AgentAction> Malformed()
    {
        yield return AgentAction.Call("no_such_tool");
        yield return AgentAction.Call("");
        yield return AgentAction.Call("\"}\\ \u0000\u001f\n\t\u2028<b>½😀");
        yield return AgentAction.Call(new string('x', AgentAction.MaxToolLength));
        foreach (var tool in Environment.Spec.Tools)
        {
            yield return AgentAction.Call(tool.Name.ToUpperInvariant());
            yield return new AgentAction { Tool = tool.Name, Arguments = JsonElement.Parse("""{"no such argument":1}""") };
            foreach (var parameter in tool.Parameters)
            {
                foreach (var wrong in new[] { "{}", "\"\\ud800\"", "1e999", "[[]]", "-1" })
                    yield return new AgentAction { Tool = tool.Name, Arguments = JsonElement.Parse(Encoding.UTF8.GetBytes($$"""{"{{parameter.Name}}":{{wrong}}}""")) };
            }
        }
    }
}
