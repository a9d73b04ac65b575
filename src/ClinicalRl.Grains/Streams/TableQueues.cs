using ClinicalRl.Grains.Journal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace ClinicalRl.Grains.Streams;

/// <summary>
/// Orleans streams over the message table. They are read only: a message comes into the table in the transaction of what it tells of and in no other way.
/// Each queue has one agent in the cluster; when its silo dies another takes over.
/// </summary>
internal sealed class TableQueues : IQueueAdapterFactory, IQueueAdapter
{
    /// <summary>Name of the stream provider.</summary>
    public const string ProviderName = "records";

    /// <summary>Messages of a queue that may be under way at once.</summary>
    private const int MaxUnderWay = 1_024;

    private readonly HashRingBasedStreamQueueMapper mapper = new(new HashRingStreamQueueMapperOptions { TotalQueueCount = MessageQueues.Count }, ProviderName);
    private readonly Dictionary<QueueId, TableQueue> queues;
    private readonly SimpleQueueAdapterCache cache;

    private TableQueues(MessageTable table, MessageSignal signal, TimeProvider time, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger<TableQueue>();
        queues = mapper.GetAllQueues().ToDictionary(queue => queue, queue => new TableQueue((int)queue.GetNumericId(), table, signal, time, logger));
        cache = new SimpleQueueAdapterCache(new SimpleQueueCacheOptions { CacheSize = MaxUnderWay }, ProviderName, loggers);
    }

    public string Name => ProviderName;

    public bool IsRewindable => false;

    public StreamProviderDirection Direction => StreamProviderDirection.ReadOnly;

    /// <summary>Wires them into a silo. Grains follow them by implicit subscription.</summary>
    public static void AddTo(ISiloBuilder silo) => silo.AddPersistentStreams(
        ProviderName,
        static (provider, _) => new TableQueues(
            new MessageTable(provider.GetRequiredService<IJournal>().Tables, provider.GetRequiredService<TimeProvider>()), provider.GetRequiredService<MessageSignal>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>()),
        static streams => streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly));

    public Task<IQueueAdapter> CreateAdapter() => Task.FromResult<IQueueAdapter>(this);

    public IQueueAdapterReceiver CreateReceiver(QueueId queueId) => queues[queueId];

    public Task<IStreamFailureHandler> GetDeliveryFailureHandler(QueueId queueId) => Task.FromResult<IStreamFailureHandler>(queues[queueId]);

    public IQueueAdapterCache GetQueueAdapterCache() => cache;

    public IStreamQueueMapper GetStreamQueueMapper() => mapper;

    public Task QueueMessageBatchAsync<T>(StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext) =>
        throw new NotSupportedException("A message comes into the table with what it tells of.");
}
