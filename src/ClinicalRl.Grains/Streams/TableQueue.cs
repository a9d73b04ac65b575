using ClinicalRl.Grains.Journal;
using Microsoft.Extensions.Logging;
using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace ClinicalRl.Grains.Streams;

/// <summary>
/// One queue of the message table as a silo's pulling agent reads it. A message is removed when its grain has taken it; what was handed out when a silo was
/// killed is read again by the next one. What no grain takes within the agent's patience is put among the failures and its stream goes on.
/// </summary>
/// <remarks>Called by its agent alone, one call after another but for awaits in between.</remarks>
internal sealed partial class TableQueue(int queue, MessageTable table, MessageSignal signal, TimeProvider time, ILogger logger) : IQueueAdapterReceiver, IStreamFailureHandler
{
    /// <summary>How often the table is looked through although nothing is known to be new: for messages of other silos, and those committed late.</summary>
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);

    /// <summary>Numbers of the messages handed out, by token. Tokens rise as messages are handed out: the agent's cache relies on it, and numbers may come late.</summary>
    private readonly Dictionary<long, long> held = [];

    private readonly HashSet<long> heldNumbers = [];

    /// <summary>Messages delivered whose removal failed.</summary>
    private readonly HashSet<long> toRemove = [];

    private long lastToken;
    private long lastNumber;
    private long seen = -1;
    private long swept;
    private bool hasMore;

    public bool ShouldFaultSubsriptionOnError => false;

    public Task Initialize(TimeSpan timeout)
    {
        held.Clear();
        heldNumbers.Clear();
        toRemove.Clear();
        (lastNumber, seen, swept, hasMore) = (0, -1, 0, false);
        return Task.CompletedTask;
    }

    public async Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount)
    {
        var raised = signal.Raised;
        var isSweep = swept == 0 || time.GetElapsedTime(swept) >= SweepInterval;
        if (!isSweep && !hasMore && raised == seen)
            return [];
        try
        {
            await RemoveAsync();
            var messages = isSweep ? await table.ReadAsync(queue, after: 0, heldNumbers.Count + maxCount) : await table.ReadAsync(queue, lastNumber, maxCount);
            var fresh = messages.Where(message => heldNumbers.Add(message.Number)).ToList();
            hasMore = fresh.Count >= maxCount;
            (seen, swept) = (raised, isSweep ? time.GetTimestamp() : swept);
            return [.. fresh.Select(HandOut)];
        }
        catch (JournalUnavailableException error)
        {
            LogNotRead(logger, queue, error);
            return [];   // the agent asks again
        }
    }

    public Task MessagesDeliveredAsync(IList<IBatchContainer> messages)
    {
        foreach (var message in messages)
        {
            if (Release(message.SequenceToken, forget: false) is { } number)
                toRemove.Add(number);
        }

        return RemoveAsync();
    }

    public Task Shutdown(TimeSpan timeout) => RemoveAsync();

    public Task OnDeliveryFailure(GuidId subscriptionId, string streamProviderName, StreamId streamIdentity, StreamSequenceToken? sequenceToken) => FailedAsync(streamIdentity, sequenceToken);

    public Task OnSubscriptionFailure(GuidId subscriptionId, string streamProviderName, StreamId streamIdentity, StreamSequenceToken? sequenceToken) => FailedAsync(streamIdentity, sequenceToken);

    /// <summary>Keeps a message that nobody took. When not even that can be done it stays where it is and is read again.</summary>
    private async Task FailedAsync(StreamId stream, StreamSequenceToken? token)
    {
        if (token is null || Release(token, forget: true) is not { } number)
            return;
        var isKept = await table.SetAsideAsync(number);
        StreamInstruments.Failed.Add(1);
        LogFailed(logger, number, stream, isKept);
    }

    /// <summary>Lets a message go; null when that was done. One that is not to be <paramref name="forget">forgotten</paramref> is known until it is removed, so that it is not read again.</summary>
    private long? Release(StreamSequenceToken token, bool forget)
    {
        if (!held.Remove(token.SequenceNumber, out var number))
            return null;
        if (forget)
            heldNumbers.Remove(number);
        return number;
    }

    private async Task RemoveAsync()
    {
        if (toRemove.Count == 0)
            return;
        long[] numbers = [.. toRemove];
        if (!await table.RemoveAsync(numbers))
            return;   // the next call tries again
        toRemove.ExceptWith(numbers);
        heldNumbers.ExceptWith(numbers);
        StreamInstruments.Delivered.Add(numbers.Length);
    }

    private MessageBatch HandOut(StreamMessage message)
    {
        var token = ++lastToken;
        held.Add(token, message.Number);
        lastNumber = Math.Max(lastNumber, message.Number);
        return new MessageBatch(StreamId.Create(message.Namespace, message.Key), new EventSequenceTokenV2(token), message.Payload);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Queue {Queue} of the streams could not be read.")]
    private static partial void LogNotRead(ILogger logger, int queue, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Message {Number} of stream {Stream} could not be delivered (kept among the failures: {IsKept}).")]
    private static partial void LogFailed(ILogger logger, long number, StreamId stream, bool isKept);
}
