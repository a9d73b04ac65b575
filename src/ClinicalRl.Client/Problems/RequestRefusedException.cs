namespace ClinicalRl.Client.Problems;

/// <summary>The service answered, and refused the request.</summary>
public sealed class RequestRefusedException(ProblemDetails problem) : Exception(problem.ToString())
{
    /// <summary>Why.</summary>
    public ProblemDetails Problem { get; } = problem;
}

/// <summary>The service gave no usable answer within the tries and the time allowed; nothing is known of the request's effect, so it may be repeated.</summary>
public sealed class ServiceNotReachedException(string message, Exception? inner = null) : Exception(message, inner);
