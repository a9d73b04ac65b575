using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Randomness;
using ClinicalRl.Simulation.Tests.Actions;

namespace ClinicalRl.Simulation.Tests.Environments;

public abstract partial class EnvironmentConformanceTests
{
    private const int Threads = 8;
    private const int Continuations = 1_000;
    private const int ContinuationSteps = 5;

    [Fact]
    public void Rollout_GivesTheSameBytes_InAnyOrderOnEightThreads()
    {
        var jobs = Environment.Policies.SelectMany(policy => Enumerable.Range(0, Rollouts).Select(seed => (Policy: policy.Name, Seed: seed))).ToArray();
        var expected = jobs.ToDictionary(job => job, job => Rollout.Digest(Rollout.Play(Environment, Key(job.Seed), job.Policy, (ulong)job.Seed)));
        new RandomStream(5).Shuffle(jobs.AsSpan());
        var next = -1;
        var wrong = 0;
        var threads = Enumerable.Range(0, Threads).Select(_ => new Thread(Work)).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal(0, wrong);
        Assert.True(expected.Values.Distinct(StringComparer.Ordinal).Count() > jobs.Length / 2, "policies and seeds make no difference");

        void Work()
        {
            for (int i; (i = Interlocked.Increment(ref next)) < jobs.Length;)
            {
                var again = Rollout.Digest(Rollout.Play(Environment, Key(jobs[i].Seed), jobs[i].Policy, (ulong)jobs[i].Seed));
                if (again != expected[jobs[i]])
                    Interlocked.Increment(ref wrong);
            }
        }
    }

    [Fact]
    public void Step_NeverChangesTheStateItIsGiven_AndGivesTheSameTwice()
    {
        for (var seed = 0; seed < Rollouts * 2; seed++)
        {
            foreach (var move in Rollout.Fuzz(Environment, Key(seed), (ulong)seed, steps: 40).Where(move => move.Before is not null))
            {
                var before = Rollout.Snapshot(move.Before!);
                var again = Environment.Step(move.Before!, move.Action!);
                Assert.Equal(Rollout.Words(move.After), Rollout.Words(again));
                Assert.Equal(before, Rollout.Snapshot(move.Before!));
                Assert.Equal(move.Before!.StepCount + 1, move.After.State.StepCount);
            }
        }
    }

    [Fact]
    public void Restore_ContinuesExactly()
    {
        var random = new RandomStream(17);
        var continued = 0;
        for (var seed = 0; continued < Continuations; seed++)
        {
            foreach (var move in Rollout.Fuzz(Environment, Key(seed), (ulong)seed, steps: 60).Where(move => !move.Ended))
            {
                var restored = Environment.Restore(Rollout.Snapshot(move.After.State));
                Assert.Equal(Rollout.Snapshot(move.After.State), Rollout.Snapshot(restored));
                Assert.Equal(move.After.State.ExposedHazards, restored.ExposedHazards);
                Assert.Equal(move.After.State.Scenario, restored.Scenario);
                continued += Continue(move.After.State, restored, ref random);
            }
        }
    }

    [Fact]
    public void Restore_Refuses_WhatIsNoSnapshot()
    {
        var snapshot = Rollout.Snapshot(Rollout.Fuzz(Environment, Usual, 3, steps: 5).Last().After.State);
        Assert.Throws<FormatException>(() => Environment.Restore([]));
        for (var length = 0; length < snapshot.Length; length += 7)
            Assert.Throws<FormatException>(() => Environment.Restore(snapshot.AsSpan(0, length)));
        Assert.Throws<FormatException>(() => Environment.Restore([.. snapshot, 0]));
    }

    [Fact]
    public void Restore_KeepsEndedEpisodesEnded()
    {
        var ended = Rollout.Play(Environment, Usual, "guideline").Last().After.State;
        var restored = Environment.Restore(Rollout.Snapshot(ended));
        Assert.True(restored.Terminated);
        Assert.Throws<InvalidOperationException>(() => Environment.Step(restored, WaitOneMinute));
    }

    private int Continue(SimulationState original, SimulationState restored, ref RandomStream random)
    {
        for (var i = 0; i < ContinuationSteps && !original.Terminated && !original.Truncated; i++)
        {
            var action = ArbitraryCalls.Action(Environment.Spec.Tools, ref random);
            var (one, other) = (Environment.Step(original, action), Environment.Step(restored, action));
            Assert.Equal(Rollout.Words(one), Rollout.Words(other));
            (original, restored) = (one.State, other.State);
        }

        return 1;
    }
}
