namespace ClinicalRl.Simulation.Language;

/// <summary>Phrases as paths of words. An edge labelled <see cref="Gap"/> stands for up to <see cref="LongestGap"/> words of any kind.</summary>
internal sealed class PhraseTrie
{
    /// <summary>Label of a gap; words are labelled by index + 1.</summary>
    public const int Gap = 0;

    /// <summary>Most words a gap may hold.</summary>
    public const int LongestGap = 4;

    private readonly List<int[]?> outputs = [null];
    private ulong[] keys = new ulong[1 << 12];
    private int[] targets = new int[1 << 12];
    private int edges;

    public int Root => 0;

    /// <summary>What ends at a node, or null.</summary>
    public int[]? Outputs(int node) => outputs[node];

    /// <summary>The node that an edge leads to, or -1.</summary>
    public int Next(int node, int label)
    {
        var key = Key(node, label);
        for (var slot = Slot(key); keys[slot] != 0; slot = (slot + 1) & (keys.Length - 1))
        {
            if (keys[slot] == key)
                return targets[slot];
        }

        return -1;
    }

    /// <summary>Adds a phrase of labels that means <paramref name="output"/>.</summary>
    public void Add(ReadOnlySpan<int> labels, int output)
    {
        var node = Root;
        foreach (var label in labels)
        {
            var next = Next(node, label);
            if (next < 0)
            {
                next = outputs.Count;
                outputs.Add(null);
                AddEdge(Key(node, label), next);
            }

            node = next;
        }

        if (outputs[node] is not { } already)
            outputs[node] = [output];
        else if (!already.Contains(output))
            outputs[node] = [.. already, output];
    }

    private static ulong Key(int node, int label) => ((ulong)(uint)(node + 1) << 32) | (uint)label;

    private int Slot(ulong key)
    {
        const ulong Multiplier = 0x9E3779B97F4A7C15;
        return (int)((key * Multiplier) >> 40) & (keys.Length - 1);
    }

    private void AddEdge(ulong key, int target)
    {
        if (++edges * 3 > keys.Length)
            Grow();
        Place(key, target);
    }

    private void Place(ulong key, int target)
    {
        var slot = Slot(key);
        while (keys[slot] != 0)
            slot = (slot + 1) & (keys.Length - 1);
        (keys[slot], targets[slot]) = (key, target);
    }

    private void Grow()
    {
        var (oldKeys, oldTargets) = (keys, targets);
        (keys, targets) = (new ulong[oldKeys.Length * 2], new int[oldKeys.Length * 2]);
        for (var i = 0; i < oldKeys.Length; i++)
        {
            if (oldKeys[i] != 0)
                Place(oldKeys[i], oldTargets[i]);
        }
    }
}
