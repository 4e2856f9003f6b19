using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ucam.Web.Hosting;
using Ucam.Web.Page;

namespace Ucam.Web.Asking;

/// <summary>The page on which a picture is asked, and its calls.</summary>
internal sealed class AskSite : ISite
{
    public void Add(IServiceCollection services, WebOptions options)
    {
        if (options.Models.Count == 0) throw new UcamException("Models names none; give a shipped model or a checkpoint.") { Field = "Models" };
        services.AddSingleton(provider => new Models(options.Models, provider.GetRequiredService<ILoggerFactory>().CreateLogger("Ucam")));
        services.AddSingleton(provider => new PictureShelf(provider.GetRequiredService<Models>(), options.Pictures));
        services.AddSingleton<Asker>();
        services.Configure<JsonOptions>(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, WebJson.Default));
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        Models models = routes.ServiceProvider.GetRequiredService<Models>();
        string[] read = [HttpMethods.Get, HttpMethods.Head];
        routes.MapMethods("/", read, () => Assets.Serve("index.html"));
        foreach (string name in Assets.Names) routes.MapMethods("/" + name, read, () => Assets.Serve(name));
        AskEndpoints.Map(routes, models, new Samples());
    }
}
