using System.Text;
using System.Text.Json;
using ClinicalRl.Simulation.Environments;
using CsCheck;

namespace ClinicalRl.Simulation.Tests.Environments;

public sealed class Utf8TextTests
{
    [Fact]
    public void AppendJson_IsReadBack() => Gen.String[Gen.Char['\u0000', '\ud7ff'], 0, 60].Sample(text =>
    {
        var json = new Utf8Text(1).AppendJson(text + "\"\\\n😀").Written;
        Assert.Equal(text + "\"\\\n😀", JsonElement.Parse(json).GetString());
    });

    [Fact]
    public void AppendJson_GivesValidText_ForALoneSurrogate() =>
        Assert.Equal("a\ufffdb", JsonElement.Parse(new Utf8Text(4).AppendJson("a\ud800b").Written).GetString());

    [Fact]
    public void Append_WritesNumbersThatReadBack() => Gen.Select(Gen.Int, Gen.Double[-1e12, 1e12]).Sample((whole, real) =>
    {
        var list = JsonElement.Parse(new Utf8Text(2).Append("["u8).Append(whole).Append(","u8).Append(real).Append("]"u8).Written);
        Assert.Equal((whole, real), (list[0].GetInt32(), list[1].GetDouble()));
    });

    [Fact]
    public void Append_WritesWordsAndStartsAgain_WhenCleared()
    {
        var text = new Utf8Text(1).Append(true).Append(false);
        Assert.Equal("truefalse", Encoding.UTF8.GetString(text.Written));
        text.Clear();
        Assert.Equal(0, text.Append("½"u8).Length - 2);
    }
}
