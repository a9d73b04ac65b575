using ClinicalRl.Statistics.Resampling;

namespace ClinicalRl.Statistics.Tests.Streams;

/// <summary>Another order, fixed by a seed.</summary>
internal static class Shuffle
{
    public static T[] Of<T>(IEnumerable<T> items, ulong seed)
    {
        var shuffled = items.ToArray();
        var generator = new CounterGenerator(seed);
        for (var i = shuffled.Length - 1; i > 0; i--)
        {
            var j = generator.Index((ulong)i, i + 1);
            (shuffled[i], shuffled[j]) = (shuffled[j], shuffled[i]);
        }

        return shuffled;
    }
}
