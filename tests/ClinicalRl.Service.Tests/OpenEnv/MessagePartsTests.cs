using System.Text;
using ClinicalRl.Service.OpenEnv.Messages;

namespace ClinicalRl.Service.Tests.OpenEnv;

public sealed class MessagePartsTests
{
    private const string Body =
        """{"episode":"ep_x","step":3,"observation":{"text":"a \"b\" {","data":{"reward":9},"time_minutes":4},"reward":0.25,"judged":true,"terminated":false,"truncated":true,"episodeReward":{"mean":1,"reward":0.5},"invalidAction":null,"breakdown":[{"reward":8}]}""";

    [Fact]
    public void Parts_AreFoundAtTheTopLevelAlone()
    {
        var parts = new AnswerParts(Encoding.UTF8.GetBytes(Body));
        Assert.Equal("""{"text":"a \"b\" {","data":{"reward":9},"time_minutes":4}""", Encoding.UTF8.GetString(parts.Observation));
        Assert.Equal("0.25", Encoding.UTF8.GetString(parts.Reward));
        Assert.Equal("null", Encoding.UTF8.GetString(parts.InvalidAction));
        Assert.Equal(0.5, parts.EpisodeRewardValue);
        Assert.Equal(3, parts.Step);
        Assert.False(parts.Terminated);
        Assert.True(parts.Truncated);
        using var others = new PooledBytes();
        parts.PutOthers(others);
        Assert.Equal(
            ""","episode":"ep_x","step":3,"judged":true,"terminated":false,"truncated":true,"episodeReward":{"mean":1,"reward":0.5},"invalidAction":null,"breakdown":[{"reward":8}]""",
            Encoding.UTF8.GetString(others.Written.Span));
    }

    [Fact]
    public void Parts_AreHarmless_WhenAbsent()
    {
        var parts = new AnswerParts("{}"u8);
        Assert.Equal("{}", Encoding.UTF8.GetString(parts.Observation));
        Assert.Equal("null", Encoding.UTF8.GetString(parts.Reward));
        Assert.Equal(0, parts.EpisodeRewardValue);
        Assert.Null(parts.Step);
    }

    [Theory]
    [InlineData("", "Expecting value: line 1 column 1 (char 0)")]
    [InlineData("{", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)")]
    [InlineData("[1 2]", "Expecting ',' delimiter: line 1 column 4 (char 3)")]
    [InlineData("{a}", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)")]
    [InlineData("nope", "Expecting value: line 1 column 1 (char 0)")]
    [InlineData("{\"a\":}", "Expecting value: line 1 column 6 (char 5)")]
    [InlineData("{\"a\":1}}", "Extra data: line 1 column 8 (char 7)")]
    [InlineData("{\"a\":1 \"b\":2}", "Expecting ',' delimiter: line 1 column 8 (char 7)")]
    [InlineData("\n\n  [x", "Expecting value: line 3 column 4 (char 5)")]
    public void BrokenJson_IsDescribedAsPythonWould(string text, string expected) =>
        Assert.Equal(expected, JsonFault.Find(Encoding.UTF8.GetBytes(text)).ToString());

    [Theory]
    [InlineData("\"plain\"", true)]
    [InlineData("\"\\u00fc \\ud83d\\ude00\"", true)]
    [InlineData("\"\\ud83d\"", false)]
    [InlineData("{\"\\udc00\":1}", false)]
    [InlineData("[\"\\\\ud83d\"]", true)]
    public void Text_IsToldFromHalvesOfCharacters(string json, bool isText) => Assert.Equal(isText, WireJson.IsText(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Buffer_GrowsKeepingWhatItHas_AndHoldsNothingOnceReleased()
    {
        using var bytes = new PooledBytes();
        Assert.Equal(0, bytes.Capacity);
        for (var i = 0; i < 100_000; i++)
            bytes.Put([(byte)i]);
        Assert.Equal(100_000, bytes.Length);
        Assert.Equal(unchecked((byte)77_777), bytes.Written.Span[77_777]);
        bytes.CutTo(10);
        Assert.Equal(10, bytes.Written.Length);
        bytes.Release();
        Assert.Equal(0, bytes.Capacity);
        Assert.Throws<ArgumentOutOfRangeException>(() => bytes.CutTo(1));
    }
}
