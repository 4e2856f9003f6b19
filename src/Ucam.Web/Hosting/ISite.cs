using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Ucam.Web.Hosting;

/// <summary>What a server serves: its pages and calls, and what they need.</summary>
internal interface ISite
{
    /// <summary>Adds what its calls need.</summary>
    /// <exception cref="UcamException">An option is wrong.</exception>
    void Add(IServiceCollection services, WebOptions options);

    /// <summary>Adds its pages and calls; what can be wrong with what they need is found out here, before anyone asks.</summary>
    /// <exception cref="UcamException">Something that it needs is not there.</exception>
    void Map(IEndpointRouteBuilder routes);
}
