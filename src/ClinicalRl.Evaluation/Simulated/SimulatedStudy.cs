using System.Collections.Immutable;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Simulation.Randomness;

namespace ClinicalRl.Evaluation.Simulated;

/// <summary>The records of a simulated assessment, and beside them what nobody knows of a real one: the truth.</summary>
public sealed record SimulatedStudy
{
    private SimulatedStudy()
    {
    }

    /// <summary>What was simulated.</summary>
    public required PoolDesign Design { get; init; }

    /// <summary>The evaluators with their true biases and noise, by id.</summary>
    public required ImmutableArray<SimulatedEvaluator> Evaluators { get; init; }

    /// <summary>References of the gold items.</summary>
    public required ImmutableArray<double> References { get; init; }

    /// <summary>True reward of each episode, by id.</summary>
    public required ImmutableSortedDictionary<string, double> EpisodeTruths { get; init; }

    /// <summary>The records in the order in which they were made.</summary>
    public required ImmutableArray<EvaluationRecord> Records { get; init; }

    /// <summary>Simulates; refuses fewer evaluators than an episode needs, and a copier without anybody honest to copy.</summary>
    public static SimulatedStudy Of(PoolDesign design)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(design.Honest, 3, nameof(design));
        ArgumentOutOfRangeException.ThrowIfLessThan(design.Evaluators, design.EvaluatorsPerEpisode, nameof(design));
        var evaluators = Pool(design);
        var references = GoldReferences(design);
        var episodes = SimulatedCases.Of(design);
        return new SimulatedStudy
        {
            Design = design,
            Evaluators = evaluators,
            References = references,
            EpisodeTruths = episodes.ToImmutableSortedDictionary(episode => episode.Id, episode => episode.Truth, StringComparer.Ordinal),
            Records = new SimulatedRecording(design, evaluators, references, episodes).Records(),
        };
    }

    private static ImmutableArray<SimulatedEvaluator> Pool(PoolDesign design)
    {
        var random = RandomStream.Named(design.Seed, "simulated-pool");
        var pool = ImmutableArray.CreateBuilder<SimulatedEvaluator>(design.Evaluators);
        Add(SimulatedBehaviour.Honest, design.Honest);
        Add(SimulatedBehaviour.Drifting, design.Drifting);
        Add(SimulatedBehaviour.Copying, design.Copying);
        Add(SimulatedBehaviour.Careless, design.Careless);
        return pool.MoveToImmutable();

        void Add(SimulatedBehaviour behaviour, int count)
        {
            for (var i = 0; i < count; i++)
            {
                pool.Add(new SimulatedEvaluator(
                    FormattableString.Invariant($"sim-evaluator-{pool.Count + 1:D2}"), design.MeanBias + (design.BiasDeviation * Draws.Normal(ref random)),
                    Draws.Between(ref random, design.LeastNoise, design.MostNoise), behaviour));
            }
        }
    }

    /// <summary>Away from the ends, where scores held from 0 to 1 would show a bias that is none.</summary>
    private static ImmutableArray<double> GoldReferences(PoolDesign design)
    {
        var random = RandomStream.Named(design.Seed, "simulated-gold");
        var references = ImmutableArray.CreateBuilder<double>(design.CalibrationItems + design.HiddenItems);
        for (var i = 0; i < references.Capacity; i++)
            references.Add(Draws.AsScore(Draws.Between(ref random, 0.2, 0.8)));
        return references.MoveToImmutable();
    }
}
