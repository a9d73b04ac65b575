using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using ClinicalRl.Service.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace ClinicalRl.Service.Tests.Telemetry;

public sealed class TraceTests
{
    private const string Commit = "journal commit";

    private static readonly string[] TraceAll = ["--ClinicalRl:Telemetry:TraceRatio=1", "--ClinicalRl:Telemetry:Otlp=http://127.0.0.1:1"];

    [Fact]
    public async Task AStep_IsOneTrace_FromTheRequestToTheCommit()
    {
        var kept = new KeptSpans();
        await using var service = await RunningService.StartWithAsync(services => services.ConfigureOpenTelemetryTracerProvider(traces => traces.AddProcessor(kept)), TraceAll);
        using var client = service.Client(service.Shown.Keys.Single());
        var episode = await client.CreateAsync();
        var trace = ActivityTraceId.CreateRandom();   // of this step alone: spans of services that other tests run are kept too
        client.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        Assert.Equal(HttpStatusCode.OK, (await client.MoveAsync(episode, 1)).Status);

        var request = await kept.FirstAsync(span => span.DisplayName == "POST /v1/episodes/{id}/steps" && span.TraceId == trace);
        var commit = await kept.FirstAsync(span => span.DisplayName == Commit && span.TraceId == request.TraceId);
        var journal = kept.ById(commit.ParentSpanId);
        var call = kept.ById(journal.ParentSpanId);
        var engine = await kept.FirstAsync(span => span.DisplayName == "step engine" && span.TraceId == request.TraceId);
        Assert.Equal(("step journal", "Microsoft.Orleans.Application"), (journal.DisplayName, call.Source.Name));
        Assert.Equal(call.SpanId, engine.ParentSpanId);
        Assert.Equal(request.TraceId, call.TraceId);
        Assert.InRange(commit.Duration, TimeSpan.Zero, journal.Duration);
        Assert.InRange(journal.Duration, TimeSpan.Zero, request.Duration);
        TestContext.Current.TestOutputHelper!.WriteLine(kept.Tree(request));
    }

    [Fact]
    public async Task StepsCommittedTogether_AreLinkedToTheOneCommit()
    {
        var kept = new KeptSpans();
        await using var service = await RunningService.StartWithAsync(services => services.ConfigureOpenTelemetryTracerProvider(traces => traces.AddProcessor(kept)), TraceAll);
        using var client = service.Client(service.Shown.Keys.Single());
        var episodes = await Task.WhenAll(Enumerable.Range(1, 32).Select(seed => client.CreateAsync((ulong)seed)));
        Activity? shared = null;
        for (var step = 1; shared is null && step <= 8; step++)
        {
            await Task.WhenAll(episodes.Select(episode => client.MoveAsync(episode, step)));
            await kept.FirstAsync(span => span.DisplayName == Commit);
            shared = kept.All.FirstOrDefault(span => span.DisplayName == Commit && span.Links.Any());
        }

        Assert.NotNull(shared);
        Assert.Equal(shared.GetTagItem("clinicalrl.batch"), shared.Links.Count() + 1);
        var other = await kept.FirstAsync(span => span.SpanId == shared.Links.First().Context.SpanId);
        Assert.Equal("step journal", other.DisplayName);
        Assert.NotEqual(shared.TraceId, other.TraceId);
        Assert.Contains(other.Links, link => link.Context.SpanId == shared.SpanId);
    }

    /// <summary>Every span that ended.</summary>
    private sealed class KeptSpans : BaseProcessor<Activity>
    {
        private readonly ConcurrentDictionary<ActivitySpanId, Activity> spans = new();

        public IEnumerable<Activity> All => spans.Values;

        public override void OnEnd(Activity data) => spans[data.SpanId] = data;

        public Activity ById(ActivitySpanId id) => spans[id];

        /// <summary>A span and those below it, indented, with their milliseconds.</summary>
        public string Tree(Activity span, string indent = "") => string.Join(
            '\n',
            [
                string.Create(CultureInfo.InvariantCulture, $"{indent}{span.DisplayName} [{span.Source.Name}] {span.Duration.TotalMilliseconds:F2} ms"),
                .. All.Where(below => below.ParentSpanId == span.SpanId).OrderBy(below => below.StartTimeUtc).Select(below => Tree(below, indent + "  ")),
            ]);

        /// <summary>Waits for it: a span ends after its answer was sent.</summary>
        public async Task<Activity> FirstAsync(Func<Activity, bool> which)
        {
            for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(30); await Task.Delay(10))
            {
                if (All.FirstOrDefault(which) is { } found)
                    return found;
            }

            throw new InvalidOperationException("There is no such span among: " + string.Join(", ", All.Select(span => span.DisplayName).Distinct()));
        }
    }
}
