using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace ClinicalRl.Grains.Streams;

/// <summary>What a grain is told on a stream. It may be told twice, and in another order than it happened.</summary>
/// <param name="Payload">Its bytes, as they were kept.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.stream.event")]
internal sealed record StreamEvent([property: Id(0)] byte[] Payload);

/// <summary>A message on its way from the silo that reads its queue to the one that has its grain.</summary>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.stream.message")]
internal sealed class MessageBatch(StreamId streamId, EventSequenceTokenV2 token, byte[] payload) : IBatchContainer
{
    [Id(0)]
    public StreamId StreamId { get; } = streamId;

    [Id(1)]
    public EventSequenceTokenV2 Token { get; } = token;

    [Id(2)]
    public byte[] Payload { get; } = payload;

    public StreamSequenceToken SequenceToken => Token;

    public IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>() => typeof(T) == typeof(StreamEvent)
        ? [Tuple.Create((T)(object)new StreamEvent(Payload), SequenceToken)]
        : [];

    public bool ImportRequestContext() => false;
}
