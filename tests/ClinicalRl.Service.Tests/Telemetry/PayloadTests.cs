using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ClinicalRl.Service.Tests.Telemetry;

public sealed class PayloadTests
{
    /// <summary>Stands in everything an agent may write.</summary>
    private const string Marked = "Quixotic-Gooseberry";

    [Fact]
    public async Task WhatAnAgentWrites_IsInNoLogLine_NoSpan_AndNoMetric()
    {
        await using var collector = await Collector.StartAsync();
        var log = new KeptLog();
        await using var service = await RunningService.StartWithAsync(
            services => services.AddSingleton<ILoggerProvider>(log).PostConfigure<LoggerFilterOptions>(OpenWide), "--ClinicalRl:Telemetry:TraceRatio=1", "--ClinicalRl:Telemetry:Otlp=" + collector.Address);
        using var client = service.Client(await service.AddKeyAsync(Marked.ToLowerInvariant(), KeyScopes.All));
        var episode = await client.CreateAsync();
        var action = new { tool = "move", arguments = new { direction = "right" }, message = Marked, rationale = Marked, confidence = 0.5 };
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync($"/v1/episodes/{episode}/steps", new { step = 1, action })).Status);
        Answer[] refused =
        [
            await client.PostAsync($"/v1/episodes/{episode}/steps", new { step = 1, action = action with { message = Marked + "!" } }),
            await client.PostAsync($"/v1/episodes/{episode}/steps", new { step = 2, action, extra = Marked }),
            await client.PostAsync($"/v1/episodes/{episode}/steps", "{ \"action\": " + Marked),
        ];
        Assert.All(refused, answer => Assert.InRange((int)answer.Status, 400, 499));
        var metrics = await client.GetStringAsync("/metrics");
        service.Services.GetRequiredService<TracerProvider>().ForceFlush(10_000);
        service.Services.GetRequiredService<MeterProvider>().ForceFlush(10_000);

        Assert.True(log.Lines.Count > 300, $"There were {log.Lines.Count} lines.");
        Assert.DoesNotContain(log.Lines, line => line.Contains(Marked, StringComparison.Ordinal));
        Assert.Contains("step journal", collector.Received("trace"), StringComparison.Ordinal);
        Assert.DoesNotContain(Marked, collector.Received("trace"), StringComparison.Ordinal);
        Assert.Contains("clinicalrl.episodes.steps", collector.Received("metrics"), StringComparison.Ordinal);
        foreach (var told in new[] { metrics, collector.Received("metrics") })
        {
            Assert.DoesNotContain(Marked, told, StringComparison.OrdinalIgnoreCase);   // which the tenant's id has, in lower case
            Assert.DoesNotContain(episode, told, StringComparison.Ordinal);
        }
    }

    /// <summary>Every category at its most talkative, but not on the console.</summary>
    private static void OpenWide(LoggerFilterOptions filters)
    {
        filters.MinLevel = LogLevel.Trace;
        filters.Rules.Clear();
        filters.Rules.Add(new LoggerFilterRule("Console", categoryName: null, LogLevel.None, filter: null));
    }

    private sealed class KeptLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            Lines.Enqueue(state.ToString() ?? "");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception) + exception);

        public void Dispose() => Debug.WriteLine("kept");
    }
}
