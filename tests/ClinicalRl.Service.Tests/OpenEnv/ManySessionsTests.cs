using ClinicalRl.Service.OpenEnv.Sessions;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalRl.Service.Tests.OpenEnv;

[Collection(PlayedServiceGroup.Name)]
public sealed class ManySessionsTests(PlayedService played)
{
    private const int Sessions = 500;

    private const int Steps = 20;

    [Fact]
    public async Task ManySessions_PlayAtOnce_WithoutAThreadEach()
    {
        var gate = played.Service.Services.GetRequiredService<SessionGate>();
        var sockets = await Task.WhenAll(Enumerable.Range(0, Sessions).Select(_ => played.ConnectAsync()));
        await Task.WhenAll(sockets.Select(socket => socket.StateAsync()));
        Assert.True(gate.Open >= Sessions, $"{gate.Open} sessions are open");   // those of other tests come and go
        var most = 0;
        await Task.WhenAll(sockets.Select(async (socket, seed) =>
        {
            await socket.ResetAsync($$"""{"seed":{{seed}}}""");
            for (var step = 1; step <= Steps; step++)
            {
                var answer = await socket.StepAsync("""{"tool":"wait","arguments":{"minutes":1}}""");
                Assert.Equal(step, answer.GetProperty("metadata").GetProperty("step").GetInt32());
                InterlockedMax(ref most, ThreadPool.ThreadCount);
            }

            Assert.Equal(Steps, (await socket.StateAsync()).GetProperty("step_count").GetInt32());
        }));
        Array.ForEach(sockets, socket => socket.Dispose());
        Assert.InRange(most, 1, 100);
    }

    private static void InterlockedMax(ref int most, int now)
    {
        for (var seen = Volatile.Read(ref most); now > seen; seen = Volatile.Read(ref most))
            Interlocked.CompareExchange(ref most, now, seen);
    }
}
