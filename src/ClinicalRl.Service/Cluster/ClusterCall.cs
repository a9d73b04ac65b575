using Orleans.Runtime;

namespace ClinicalRl.Service.Cluster;

/// <summary>
/// Calls that may be made any number of times. One that the cluster lost, because the silo it went to died or is being replaced, is made again
/// until another silo has taken over: whoever asked sees a delay, not an error.
/// </summary>
internal static class ClusterCall
{
    /// <summary>Times a call is made. With the waits between them about 20 seconds, several times what it takes to notice a dead silo.</summary>
    public const int MaxAttempts = 24;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    /// <summary>Makes a call, again when it was lost.</summary>
    /// <exception cref="OrleansException">It was lost every time.</exception>
    public static async ValueTask<TResult> RepeatAsync<TTarget, TRequest, TResult>(TTarget target, TRequest request, Func<TTarget, TRequest, ValueTask<TResult>> call)
    {
        var wait = FirstWait;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call(target, request);
            }
            catch (Exception lost) when (attempt < MaxAttempts && IsLoss(lost))
            {
                await Task.Delay(wait);
            }

            wait = wait + wait < LongestWait ? wait + wait : LongestWait;
        }
    }

    /// <summary>Whether the call did not get through or its answer did not come back; it may have been carried out.</summary>
    private static bool IsLoss(Exception exception) => exception is OrleansException;
}
