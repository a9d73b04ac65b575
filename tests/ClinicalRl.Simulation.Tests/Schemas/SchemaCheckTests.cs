using System.Text.Json;

namespace ClinicalRl.Simulation.Tests.Schemas;

public sealed class SchemaCheckTests
{
    private const string Schema =
        """
        {"type":"object","required":["id"],"additionalProperties":false,"properties":{
          "id":{"type":"string","maxLength":3},"n":{"type":"integer","minimum":1,"maximum":5},"on":{"type":"boolean"},"word":{"enum":["a","b"]},
          "list":{"type":"array","maxItems":2,"items":{"type":"number"}},"any":{"type":"object","additionalProperties":{"type":"number"}}}}
        """;

    [Theory]
    [InlineData("""{"id":"P1"}""", true)]
    [InlineData("""{"id":"P1","n":5,"on":false,"word":"b","list":[1,2.5],"any":{"x":1}}""", true)]
    [InlineData("""{"id":"P1","n":2.0}""", true)]
    [InlineData("""{}""", false)]
    [InlineData("""[]""", false)]
    [InlineData("""{"id":1}""", false)]
    [InlineData("""{"id":"long"}""", false)]
    [InlineData("""{"id":"P1","n":0}""", false)]
    [InlineData("""{"id":"P1","n":6}""", false)]
    [InlineData("""{"id":"P1","n":1.5}""", false)]
    [InlineData("""{"id":"P1","on":"yes"}""", false)]
    [InlineData("""{"id":"P1","word":"c"}""", false)]
    [InlineData("""{"id":"P1","list":[1,2,3]}""", false)]
    [InlineData("""{"id":"P1","list":["x"]}""", false)]
    [InlineData("""{"id":"P1","any":{"x":"y"}}""", false)]
    [InlineData("""{"id":"P1","other":1}""", false)]
    public void Problems_AreFound(string json, bool valid) =>
        Assert.Equal(valid, SchemaCheck.Problems(JsonElement.Parse(Schema), JsonElement.Parse(json)).Count == 0);

    [Fact]
    public void Check_Refuses_KeywordsItDoesNotKnow() =>
        Assert.Throws<NotSupportedException>(() => SchemaCheck.Problems(JsonElement.Parse("""{"pattern":"x"}"""), JsonElement.Parse("1")));
}
