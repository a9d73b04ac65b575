using System.Text;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Audit.Tests.RunLogs;

public sealed class StepEntryTests
{
    private static readonly StepEntry Entry = new(
        3, Encoding.UTF8.GetBytes("""{"tool":"wait","arguments":{"minutes":1},"message":"é \u0022"}"""), "key \"1\"",
        new DateTimeOffset(2026, 11, 25, 9, 30, 0, 5, TimeSpan.Zero), Sha256Digest.Of("a line"u8));

    [Fact]
    public void Entry_ReadsBackAsItWasWritten()
    {
        var bytes = Entry.ToBytes();
        var read = StepEntry.TryRead(bytes, out var problem);
        Assert.Equal("", problem);
        Assert.Equal((Entry.Step, Entry.Actor, Entry.Time, Entry.Line), (read!.Step, read.Actor, read.Time, read.Line));
        Assert.True(read.Action.Span.SequenceEqual(Entry.Action.Span));
        Assert.Equal(bytes, read.ToBytes());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"record\":\"step\"}")]
    [InlineData("{\"record\":\"entry\",\"step\":-1}")]
    [InlineData("{\"record\":\"entry\",\"step\":1,\"action\":[]}")]
    public void TryRead_SaysWhatIsWrong_ForAnythingElse(string text)
    {
        Assert.Null(StepEntry.TryRead(Encoding.UTF8.GetBytes(text), out var problem));
        Assert.NotEqual("", problem);
    }

    [Fact]
    public void TryRead_NeverThrows_ForAnyByteChanged()
    {
        var bytes = Entry.ToBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            for (var to = 0; to < 256; to += 7)
            {
                var changed = bytes.ToArray();
                changed[i] = (byte)to;
                if (StepEntry.TryRead(changed, out var problem) is null)
                    Assert.NotEqual("", problem);
            }
        }
    }
}
