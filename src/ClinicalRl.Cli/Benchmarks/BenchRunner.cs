using System.Globalization;

namespace ClinicalRl.Cli.Benchmarks;

/// <summary>Runs the loads one after another: engine, bare endpoint, service without and with durability.</summary>
internal static class BenchRunner
{
    private const int One = 1;
    private const int Callers = 32;
    private const int Sessions = 64;
    private const int BatchCallers = 4;
    private const int BatchItems = 64;

    public static async Task RunAsync(BenchPlan plan, BenchReport report, Action<string> say, CancellationToken cancel)
    {
        var episodes = RecordedPlay.Record(plan.Environment, plan.RewardFunction);
        say("engine …");
        report.EngineStepsPerSecond = EngineBench.StepsPerSecond(plan, episodes, cancel);
        say("reward function …");
        report.Reward = RewardBench.Measure(plan, episodes, cancel);
        if (plan.EngineOnly)
            return;
        await using (var bare = await ServerProcess.StartBareAsync(cancel))
        {
            foreach (var connections in new[] { One, Callers, Sessions })
                await MeasureAsync(new BareLoad(bare, connections), BenchReport.Bare, connections, connections);
        }

        foreach (var durable in new[] { false, true })
        {
            var suffix = durable ? ", durable" : ", in memory";
            await using var service = await ServerProcess.StartServiceAsync(durable, cancel);
            var pool = new EpisodePool(service.Address, plan.Environment.Spec.Id, episodes);
            await MeasureAsync(new StepLoad(service, pool, Callers), "HTTP single step" + suffix, Callers, Callers);
            await MeasureAsync(new BatchLoad(service, pool, BatchCallers, BatchItems), "HTTP batch of 64" + suffix, BatchCallers, Callers);
            await MeasureAsync(new SessionLoad(service, plan.Environment.Spec.Id, episodes, One), "WebSocket, 1 session" + suffix, One, One);
            await MeasureAsync(new SessionLoad(service, plan.Environment.Spec.Id, episodes, Sessions), "WebSocket, 64 sessions" + suffix, Sessions, Sessions);
        }

        async Task MeasureAsync(Load load, string name, int connections, int baseline)
        {
            await using (load)
            {
                if (!plan.Wants(name) && name != BenchReport.Bare)
                    return;
                say(name + " …");
                var result = await LoadMeter.MeasureAsync(load, name, connections, baseline, plan.Time, cancel);
                report.Loads.Add(result);
                say(string.Create(CultureInfo.InvariantCulture, $"  {result.StepsPerSecond:F0}/s"));
            }
        }
    }
}
