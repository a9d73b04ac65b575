using System.Diagnostics.Metrics;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Telemetry;

namespace ClinicalRl.Grains.Tests.Telemetry;

public sealed class StepStageTests
{
    [Fact]
    public void AStage_AllocatesNothing_WatchedOrNot()
    {
        Assert.Equal(0, AllocatedBy(10_000));
        long told = 0;
        using var listener = new MeterListener { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEventsIf(instrument.Name == "clinicalrl.step.stage", instrument) };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref told));
        listener.Start();
        Assert.Equal(0, AllocatedBy(10_000));
        Assert.True(told >= 10_000);
    }

    [Fact]
    public void Queues_AreToldByName_AndNoLongerThan_TheyLast()
    {
        using var first = QueueInstruments.WatchDepth("test", () => 2);
        using (QueueInstruments.WatchDepth("test", () => 3))
            Assert.Equal(5, Read("clinicalrl.queue.depth"));
        Assert.Equal(2, Read("clinicalrl.queue.depth"));
        using var near = QueueInstruments.WatchLag("test", () => 1.5);
        using var far = QueueInstruments.WatchLag("test", () => 7.5);
        Assert.Equal(7.5, Read("clinicalrl.queue.lag"));
    }

    private static long AllocatedBy(int times)
    {
        StepStage.Engine.Begin().Dispose();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < times; i++)
            StepStage.Engine.Begin().Dispose();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static double Read(string name)
    {
        var told = double.NaN;
        using var listener = new MeterListener { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEventsIf(instrument.Name == name, instrument) };
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) =>
        {
            if (tags[0].Value is "test")
                told = value;
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return told;
    }
}

internal static class ListenerCalls
{
    public static void EnableMeasurementEventsIf(this MeterListener listener, bool wanted, Instrument instrument)
    {
        if (wanted && instrument.Meter.Name == EpisodeInstruments.MeterName)
            listener.EnableMeasurementEvents(instrument);
    }
}
