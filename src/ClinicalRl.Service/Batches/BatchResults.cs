using System.Buffers;
using ClinicalRl.Service.Answers;

namespace ClinicalRl.Service.Batches;

/// <summary>
/// <c>{"items": […]}</c>, in the order asked. Written piece by piece as the caller takes it: in one piece it would often be megabytes.
/// </summary>
internal sealed class BatchResults(BatchItem[] items) : IResult
{
    /// <summary>Items between two looks at whether the caller keeps up.</summary>
    private const int ItemsAPiece = 32;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = JsonBytes.Json;
        var output = httpContext.Response.BodyWriter;
        output.Write("{\"items\":["u8);
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0)
                output.Write(","u8);
            items[i].WriteTo(output);
            if (i % ItemsAPiece == ItemsAPiece - 1)
                await output.FlushAsync(httpContext.RequestAborted);
        }

        output.Write("]}"u8);
        await output.FlushAsync(httpContext.RequestAborted);
    }
}
