using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace ClinicalRl.Service.Answers;

/// <summary>A document with an ETag made of its bytes; a caller that already has it is told so.</summary>
internal sealed class TaggedDocument(ReadOnlyMemory<byte> bytes, string contentType) : IResult
{
    private readonly EntityTagHeaderValue tag = new("\"" + Convert.ToHexStringLower(SHA256.HashData(bytes.Span).AsSpan(0, 16)) + "\"");

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.GetTypedHeaders();
        headers.ETag = tag;
        headers.CacheControl = new CacheControlHeaderValue { Private = true, NoCache = true };
        if (httpContext.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false)))
        {
            httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return JsonBytes.WriteAsync(httpContext, StatusCodes.Status200OK, contentType, bytes);
    }
}
