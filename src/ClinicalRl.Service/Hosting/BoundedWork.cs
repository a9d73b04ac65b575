namespace ClinicalRl.Service.Hosting;

/// <summary>Runs many small asynchronous pieces with a bound on how many run at once.</summary>
internal static class BoundedWork
{
    /// <summary>
    /// Runs <paramref name="piece"/> for 0 to <paramref name="count"/> - 1, at most <paramref name="parallelism"/> at once. When one throws,
    /// the others still end before this throws.
    /// </summary>
    public static Task RunAsync(int count, int parallelism, Func<int, Task> piece)
    {
        var next = -1;
        var workers = new Task[Math.Min(count, parallelism)];
        for (var i = 0; i < workers.Length; i++)
            workers[i] = WorkAsync();
        return Task.WhenAll(workers);

        async Task WorkAsync()
        {
            for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
                await piece(i);
        }
    }
}
