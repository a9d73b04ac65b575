using System.Collections.Immutable;
using ClinicalRl.Evaluation.Banks;
using ClinicalRl.Simulation.Randomness;

namespace ClinicalRl.Evaluation.Calibration;

/// <summary>Draws items at random, those shown least often first, so that none becomes known by being shown to everybody.</summary>
internal static class ItemDraw
{
    /// <summary>
    /// Items by turns of their types, in an order that the seed decides; never one in <paramref name="seen"/>. With <paramref name="mostOfAKey"/>, no right
    /// answer is that of more items, so that answering the same throughout cannot do well.
    /// </summary>
    public static ImmutableArray<string> Draw(
        IEnumerable<GoldItem> bank, IReadOnlyList<TaskType> types, int count, ulong seed, IReadOnlySet<string> seen, IReadOnlyDictionary<string, int> exposures, int? mostOfAKey = null)
    {
        var random = RandomStream.Named(seed, "calibration-draw");
        var items = bank.Where(item => types.Contains(item.Type) && !seen.Contains(item.Id)).OrderBy(item => item.Id, StringComparer.Ordinal).ToArray();
        random.Shuffle<GoldItem>(items);
        var queues = types.Select(type => new Queue<GoldItem>(items.Where(item => item.Type == type).OrderBy(item => exposures.GetValueOrDefault(item.Id)))).ToArray();
        var (drawn, keys) = (ImmutableArray.CreateBuilder<string>(count), new Dictionary<string, int>(StringComparer.Ordinal));
        for (var turn = 0; drawn.Count < count && queues.Any(queue => queue.Count > 0); turn++)
        {
            var queue = queues[turn % queues.Length];
            while (queue.TryDequeue(out var item))
            {
                var used = keys.GetValueOrDefault(item.KeyWord());
                if (mostOfAKey is { } most && used >= most)
                    continue;
                keys[item.KeyWord()] = used + 1;
                drawn.Add(item.Id);
                break;
            }
        }

        return drawn.ToImmutable();
    }
}
