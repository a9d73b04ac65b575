using ClinicalRl.Grains.Records;

namespace ClinicalRl.Service.Assessments;

/// <summary>The records of some subjects as lines of JSON, a page of the store at a time: there may be more than fit in memory together.</summary>
internal sealed class RecordLines(IEvaluationRecords records, string tenant, params RecordSubject[] subjects) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/x-ndjson";
        var output = httpContext.Response.BodyWriter;
        foreach (var subject in subjects)
        {
            await foreach (var record in records.ReadAllAsync(new RecordQuery(tenant) { Subject = subject }))
            {
                await output.WriteAsync(record.Line, httpContext.RequestAborted);
                await output.WriteAsync("\n"u8.ToArray(), httpContext.RequestAborted);
            }
        }
    }
}
