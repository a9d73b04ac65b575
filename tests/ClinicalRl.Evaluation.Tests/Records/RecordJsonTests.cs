using System.Text;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Evaluation.Simulated;
using CsCheck;

namespace ClinicalRl.Evaluation.Tests.Records;

public sealed class RecordJsonTests
{
    private const string Score =
        """{"kind":"step-scored","sequence":3,"at":"2026-01-19T09:10:00+00:00","evaluator":"ev-1","episode":"ep-1","step":2,"score":0.7,"confidence":0.8,"failure":"none","seconds":40,"comment":""}""";

    private static readonly EvaluationRecord[] Study = [.. SimulatedStudy.Of(PoolDesign.Planted(1) with { Episodes = 6 }).Records];

    [Fact]
    public void Records_SurviveTheWay_ThereAndBack()
    {
        var kinds = Study.Select(record => record.GetType()).Distinct().Count();
        Assert.Equal(8, kinds);
        EvaluationRecord answered = new GoldAnswered(1, Study[0].At, "ev-1", "gold-1", "triage-queue", 0.5, 3, true, 0.9, 12.5);
        Assert.All(Study.Append(answered), record =>
        {
            var line = RecordJson.Write(record);
            Assert.True(RecordJson.TryRead(line, out var read, out var problem), problem);
            Assert.Equal(line, RecordJson.Write(read));
            Assert.Equal(RecordJson.IdOf(record), RecordJson.IdOf(read));
        });
    }

    [Fact]
    public void Bytes_AreTheSame_ForTheSameRecord()
    {
        Assert.True(RecordJson.TryRead(Encoding.UTF8.GetBytes(Score), out var read, out _));
        Assert.Equal(Score, Encoding.UTF8.GetString(RecordJson.Write(read)));
    }

    [Theory]
    [InlineData("\"score\":0.7", "\"score\":1.7", "score: A number from 0 to 1.")]
    [InlineData("\"failure\":\"none\"", "\"failure\":\"CS11\"", "failure: One of: none, CS01,")]
    [InlineData("\"evaluator\":\"ev-1\"", "\"evaluator\":\"ev 1|\"", "evaluator: A name of")]
    [InlineData("+00:00", "+01:00", "at: A time in UTC.")]
    [InlineData("\"sequence\":3", "\"sequence\":-3", "sequence: A whole number of at least 0.")]
    [InlineData("\"seconds\":40", "\"minutes\":40", "minutes")]
    [InlineData("\"seconds\":40,", "", "seconds")]
    [InlineData("\"seconds\":40,", "\"seconds\":40,\"seconds\":41,", "seconds")]
    [InlineData("step-scored", "step-liked", "step-liked")]
    [InlineData("\"comment\":\"\"", "\"comment\":null", "comment")]
    public void Line_IsRefusedByName_WhenAMemberIsWrong(string right, string wrong, string problem)
    {
        Assert.Contains(right, Score, StringComparison.Ordinal);
        Assert.False(RecordJson.TryRead(Encoding.UTF8.GetBytes(Score.Replace(right, wrong, StringComparison.Ordinal)), out _, out var found));
        Assert.Contains(problem, found, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_AreRefusedByNumber_WhenOneIsNone()
    {
        var records = new List<EvaluationRecord>();
        Assert.False(RecordJson.TryReadAll(Encoding.UTF8.GetBytes(Score + "\r\n\n{}\n"), records, out var problem));
        Assert.StartsWith("line 3: ", problem, StringComparison.Ordinal);
        Assert.Single(records);
    }

    [Fact]
    public void AnyBytes_AreReadOrRefused_WithoutAnException()
    {
        var line = Encoding.UTF8.GetBytes(Score);
        Gen.Select(Gen.Int[0, line.Length - 1], Gen.Byte).Sample(
            change =>
            {
                var bytes = (byte[])line.Clone();
                bytes[change.Item1] = change.Item2;
                var read = RecordJson.TryRead(bytes, out var record, out var problem);
                Assert.Equal(read, record is not null);
                Assert.Equal(read, problem.Length == 0);
            },
            iter: 3_000);
    }
}
