using System.Text;
using System.Text.Json;
using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Evaluation.Simulated;
using ClinicalRl.Reports.Documents;
using ClinicalRl.Reports.Reliability;
using CsCheck;
using UglyToad.PdfPig;

namespace ClinicalRl.Reports.Tests.Reliability;

public sealed class ReliabilityReportTests
{
    private const int Resamples = 99;

    private static readonly EvaluationRecord[] Records = [.. SimulatedStudy.Of(PoolDesign.Planted(4) with { Episodes = 45 }).Records];

    private static readonly ReportDocument Report = Of(Records);

    [Fact]
    public void Report_IsTheSameToTheLastByte_WhateverTheOrderAndHoweverOften()
    {
        var (json, page, sheets) = (ReportJson.Write(Report), ReportPage.Render(Report), ReportSheets.Render(Report));
        Gen.Shuffle(Records).Sample(
            shuffled =>
            {
                var again = Of([.. shuffled, .. shuffled.Take(100)]);
                Assert.Equal(json, ReportJson.Write(again));
                Assert.Equal(page, ReportPage.Render(again));
                Assert.Equal(sheets, ReportSheets.Render(again));
            },
            iter: 2, threads: 1);
    }

    [Fact]
    public void Report_IsAnother_WhenARecordIs()
    {
        var other = Of(Records[..^1]);
        Assert.NotEqual(Report.Id, other.Id);
        Assert.NotEqual(ReportSheets.Render(Report), ReportSheets.Render(other));
    }

    [Fact]
    public void Page_ShowsWhatTheJsonHolds_CellByCell()
    {
        using var json = JsonDocument.Parse(ReportJson.Write(Report));
        var shown = ReportReading.CellsOfPage(ReportPage.Render(Report));
        Assert.True(shown.Count > 1_000);
        Assert.Equal(ReportReading.CellsOfJson(json.RootElement), shown);
    }

    [Fact]
    public void Sheets_ShowNoNumber_ThatTheJsonDoesNotHold()
    {
        using var json = JsonDocument.Parse(ReportJson.Write(Report));
        var known = ReportReading.NumbersOfJson(json.RootElement);
        var shown = ReportReading.NumbersOfSheets(ReportSheets.Render(Report));
        Assert.True(shown.Count > 500);
        Assert.DoesNotContain(shown, number => !known.Contains(number));
        Assert.DoesNotContain(ReportReading.NumbersOfText(ReportPage.Render(Report)), number => !known.Contains(number));
    }

    [Fact]
    public void EverySheet_SaysSimulated_WhenAnEvaluatorIs()
    {
        using var sheets = PdfDocument.Open(ReportSheets.Render(Report));
        Assert.True(sheets.NumberOfPages > 5);
        Assert.All(sheets.GetPages(), page => Assert.Contains("SIMULATED", page.Text, StringComparison.Ordinal));
        Assert.All(sheets.GetPages(), page => Assert.Contains("Notforthecareofpatients", page.Text.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.Contains(ReliabilityReport.Simulated, ReportPage.Render(Report), StringComparison.Ordinal);
    }

    [Fact]
    public void Report_DoesNotSaySimulated_WhenNoEvaluatorIs()
    {
        var real = Of([.. Records.Select(record => record is EvaluatorEnrolled enrolled ? new EvaluatorEnrolled(enrolled.Sequence, enrolled.At, enrolled.Evaluator, "GMC", Simulated: false) : record)]);
        Assert.Equal([ReliabilityReport.NotForCare], real.Notices);
        Assert.DoesNotContain("SIMULATED", Encoding.UTF8.GetString(ReportJson.Write(real)), StringComparison.Ordinal);
    }

    [Fact]
    public void Report_SaysWhatIsNotEstimable_OfAnyRecords()
    {
        Func<EvaluationRecord, bool>[] partial =
        [
            _ => false, record => record is EvaluatorEnrolled, record => record is not IGoldOutcome, record => record is not StepScored, record => record is not EpisodeSelected,
            record => record is not StepScored { Evaluator: not "sim-evaluator-01" }, record => record is not EpisodeJudged and not CriterionJudged, record => record is not AssessmentOpened,
            record => record is not EpisodeSelected { Episode: not "sim-0001" }, record => record is not EvaluatorQualified,
        ];
        Assert.All(partial, keep =>
        {
            var report = Of([.. Records.Where(keep)]);
            var missing = report.Sections.Single(section => section.Id == "not-estimable");
            Assert.NotEmpty(Assert.Single(missing.Tables).Rows);
            Assert.DoesNotContain("NaN", Encoding.UTF8.GetString(ReportJson.Write(report)), StringComparison.Ordinal);
            Assert.NotEmpty(ReportPage.Render(report));
            Assert.NotEmpty(ReportSheets.Render(report));
        });
    }

    [Fact]
    public void Alarm_IsRaised_WhereOnePolicyFlattersTheReward()
    {
        var validity = Report.Sections.Single(section => section.Id == "validity");
        Assert.StartsWith("ALARM", validity.Text[1], StringComparison.Ordinal);
        var gaps = validity.Tables.Single(table => table.Id == "gaming").Rows.ToDictionary(row => row[0].Show(), row => ((StatisticCell)row[1]).Statistic);
        Assert.True(gaps["gap, policy-c"].Interval.Value.Lower > 0.05);
        Assert.True(gaps["gap, policy-a"].Interval.Value.Contains(0) || Math.Abs(gaps["gap, policy-a"].Value.Value) < 0.03);
        var honest = Of([.. Records.Where(record => record is not EpisodeSelected { PolicyVersion: "policy-c" })]);
        Assert.StartsWith("No alarm", honest.Sections.Single(section => section.Id == "validity").Text[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Names_CannotBreakThePage()
    {
        var document = Report with { Title = "<script>alert(1)</script>", Notices = ["a < b & \"c\" é"] };
        Assert.DoesNotContain("<script", ReportPage.Render(document), StringComparison.Ordinal);
        Assert.NotEmpty(ReportSheets.Render(document));
    }

    private static ReportDocument Of(IEnumerable<EvaluationRecord> records) => ReliabilityReport.Of(EvidenceLedger.Of(records), Resamples);
}
