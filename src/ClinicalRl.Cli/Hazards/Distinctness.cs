using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Cli.Hazards;

/// <summary>How different the scenarios of an environment look at first sight, within and between splits.</summary>
/// <param name="Seeds">Seeds tried in each split, from 1.</param>
/// <param name="Distinct">Distinct first observations of each split.</param>
/// <param name="SharedWithTrain">First observations of the split that also occur in train (0 for train itself).</param>
internal sealed record Distinctness(int Seeds, IReadOnlyDictionary<Split, int> Distinct, IReadOnlyDictionary<Split, int> SharedWithTrain)
{
    /// <summary>Most seeds of one split.</summary>
    public const int MaxSeeds = 10_000_000;

    public static Distinctness Of(IEnvironment environment, Difficulty difficulty, int seeds, CancellationToken cancel)
    {
        var splits = Enum.GetValues<Split>().ToDictionary(split => split, split => FirstSights(environment, split, difficulty, seeds, cancel));
        var train = splits[Split.Train];
        return new Distinctness(
            seeds,
            splits.ToDictionary(pair => pair.Key, pair => pair.Value.Count),
            splits.ToDictionary(pair => pair.Key, pair => pair.Key == Split.Train ? 0 : pair.Value.Count(train.Contains)));
    }

    private static HashSet<UInt128> FirstSights(IEnvironment environment, Split split, Difficulty difficulty, int seeds, CancellationToken cancel)
    {
        var sights = new ConcurrentDictionary<UInt128, byte>();
        Parallel.For(1, seeds + 1, new ParallelOptions { CancellationToken = cancel }, seed =>
        {
            var observation = environment.Reset(new ScenarioKey(split, (ulong)seed, difficulty)).Observation;
            sights.TryAdd(Digest(observation), 0);
        });
        return [.. sights.Keys];
    }

    private static UInt128 Digest(Observation observation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(observation.Text));
        hash.AppendData([0]);
        hash.AppendData(observation.Data.Span);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(digest);
    }
}
