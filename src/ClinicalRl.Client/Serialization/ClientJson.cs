using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ClinicalRl.Client.Batches;
using ClinicalRl.Client.Bundles;
using ClinicalRl.Client.Environments;
using ClinicalRl.Client.Episodes;
using ClinicalRl.Client.Ledger;
using ClinicalRl.Client.Problems;

namespace ClinicalRl.Client.Serialization;

/// <summary>How everything here is written and read; made at build time.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(ItemsOf<EnvironmentInfo>))]
[JsonSerializable(typeof(EnvironmentInfo))]
[JsonSerializable(typeof(CreateEpisode))]
[JsonSerializable(typeof(EpisodeAnswer))]
[JsonSerializable(typeof(EpisodeStatus))]
[JsonSerializable(typeof(StepRequest))]
[JsonSerializable(typeof(ForkRequest))]
[JsonSerializable(typeof(EmptyRequest))]
[JsonSerializable(typeof(PageOf<EpisodeSummary>))]
[JsonSerializable(typeof(ItemsOf<EpisodeAnswer>))]
[JsonSerializable(typeof(Trajectory))]
[JsonSerializable(typeof(ItemsOf<CreateEpisode>))]
[JsonSerializable(typeof(ItemsOf<BatchStep>))]
[JsonSerializable(typeof(ItemsOf<BatchResult>))]
[JsonSerializable(typeof(LedgerPage))]
[JsonSerializable(typeof(BundleRequest))]
[JsonSerializable(typeof(BundleJob))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class ClientJson : JsonSerializerContext;

/// <summary><c>{"items": […]}</c>.</summary>
internal sealed record ItemsOf<T>(IReadOnlyList<T> Items);

/// <summary><c>{"items": […], "next": cursor or null}</c>.</summary>
internal sealed record PageOf<T>(IReadOnlyList<T> Items, string? Next);

/// <summary><c>{}</c>.</summary>
internal sealed record EmptyRequest;
