using ClinicalRl.Grains.Tenancy;

namespace ClinicalRl.Service.Tenancy;

/// <summary>Lets the boundary between tenants know for whom a request runs.</summary>
internal sealed class TenantOfRequest(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.User is CallerPrincipal principal)
            ActingTenant.Current = principal.Caller.Acting;   // the middleware before this one is asynchronous, and takes it back
        return next(context);
    }
}
