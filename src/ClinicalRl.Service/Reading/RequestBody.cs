using System.Buffers;
using System.Text.Unicode;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.Problems;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace ClinicalRl.Service.Reading;

/// <summary>The whole body of a request: valid UTF-8 no longer than its route allows, or the problem with it.</summary>
/// <param name="Bytes">The body; empty when there is a problem.</param>
/// <param name="Problem">What is wrong, or null.</param>
internal readonly record struct RequestBody(byte[] Bytes, Problem? Problem)
{
    private const string Json = "application/json";

    /// <summary>Reads a JSON body.</summary>
    public static ValueTask<RequestBody> ReadAsync(HttpContext context) => ReadAsync(context, Json);

    /// <summary>Reads a body of another text.</summary>
    public static ValueTask<RequestBody> ReadAsync(HttpContext context, string mediaType)
    {
        var request = context.Request;
        if (!IsOf(request, mediaType))
            return RefuseAsync(context, new Problem(ProblemKind.UnsupportedMediaType, $"The body must be {mediaType} in UTF-8, not compressed."));
        var limit = LimitOf(context);
        if (request.ContentLength > limit)
            return RefuseAsync(context, TooLarge(limit));
        var reading = request.BodyReader.ReadAsync(context.RequestAborted);
        if (!reading.IsCompletedSuccessfully)
            return ReadOnAsync(context, reading, limit);
        var first = reading.Result;
        return first.IsCompleted && first.Buffer.Length <= LongMessageMemory.Uncounted
            ? ValueTask.FromResult(Take(request, first.Buffer))
            : ReadOnAsync(context, ValueTask.FromResult(first), limit);
    }

    private static int LimitOf(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<BodyLimit>()?.Bytes ?? RequestLimits.BodyBytes;

    private static async ValueTask<RequestBody> ReadOnAsync(HttpContext context, ValueTask<System.IO.Pipelines.ReadResult> reading, int limit)
    {
        var memory = new BodyMemory(context);
        while (true)
        {
            var result = await reading;
            if (!memory.TryHold(result.Buffer.Length))
            {
                context.Request.BodyReader.AdvanceTo(result.Buffer.End);
                context.Response.Headers.RetryAfter = "1";
                return new RequestBody([], new Problem(ProblemKind.Unavailable, "Too many long requests arrive at once; the same request may be repeated."));
            }

            if (result.Buffer.Length > limit)
            {
                context.Request.BodyReader.AdvanceTo(result.Buffer.End);
                return await RefuseAsync(context, TooLarge(limit));
            }

            if (result.IsCompleted)
                return Take(context.Request, result.Buffer);
            context.Request.BodyReader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            reading = context.Request.BodyReader.ReadAsync(context.RequestAborted);
        }
    }

    private static RequestBody Take(HttpRequest request, ReadOnlySequence<byte> buffer)
    {
        var bytes = buffer.ToArray();
        request.BodyReader.AdvanceTo(buffer.End);
        if (bytes.Length == 0)
            return new RequestBody([], Problem.Invalid("body", "a JSON object or document; it was empty"));
        return Utf8.IsValid(bytes) ? new RequestBody(bytes, null) : new RequestBody([], Problem.Invalid("body", "UTF-8; it holds bytes that are not"));
    }

    private static async ValueTask<RequestBody> RefuseAsync(HttpContext context, Problem problem)
    {
        var dropped = 0L;
        while (dropped < RequestLimits.DroppedBytes && context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != false)
        {
            var result = await context.Request.BodyReader.ReadAsync(context.RequestAborted);
            dropped += result.Buffer.Length;
            context.Request.BodyReader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
                break;
        }

        return new RequestBody([], problem);
    }

    /// <summary>What a long body holds of the memory that all of them share, until its request ends.</summary>
    private sealed class BodyMemory(HttpContext context) : IDisposable
    {
        /// <summary>The body is held twice for a moment: as it arrived and in one piece.</summary>
        private const int Copies = 2;

        private LongMessageMemory? shared;
        private long counted;

        /// <summary>Counts what has arrived; false when all of them hold too much.</summary>
        public bool TryHold(long length)
        {
            if (length <= Math.Max(counted, LongMessageMemory.Uncounted))
                return true;
            if (shared is null)
            {
                shared = context.RequestServices.GetRequiredService<LongMessageMemory>();
                context.Response.RegisterForDispose(this);
            }

            if (!shared.TryTake((length - counted) * Copies))
                return false;
            counted = length;
            return true;
        }

        public void Dispose() => shared?.Give(counted * Copies);
    }

    private static Problem TooLarge(int limit) => new(ProblemKind.TooLarge, $"The body may have {limit} bytes.", "body", $"at most {limit} bytes");

    private static bool IsOf(HttpRequest request, string mediaType)
    {
        if (request.Headers.ContentEncoding.Count != 0)
            return false;
        var type = request.ContentType;
        return type == mediaType
            || (MediaTypeHeaderValue.TryParse(type, out var parsed)
                && parsed.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase)
                && (!parsed.Charset.HasValue || parsed.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)));
    }
}
