using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ucam.Web.Asking;
using Ucam.Web.Chat;
using Ucam.Web.Explaining;
using Ucam.Web.Hosting;
using Ucam.Web.Page;
using Ucam.Web.Runs;

namespace Ucam.Web;

/// <summary>The page on which a picture is asked, and its calls.</summary>
internal sealed class AskSite : ISite
{
    private string? _runs;

    public void Add(IServiceCollection services, WebOptions options)
    {
        if (options.Models.Count == 0) throw new UcamException("Models names none; give a shipped model or a checkpoint.") { Field = "Models" };
        services.AddSingleton(provider => new Models(options.Models, provider.GetRequiredService<ILoggerFactory>().CreateLogger("Ucam")));
        services.AddSingleton(provider => new PictureShelf(provider.GetRequiredService<Models>(), options.Pictures));
        services.AddSingleton<Asker>();
        services.AddSingleton<ChatAnswerer>();
        services.AddSingleton<MapMaker>();
        _runs = options.Runs;
        services.Configure<JsonOptions>(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, WebJson.Default));
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        Models models = routes.ServiceProvider.GetRequiredService<Models>();
        string[] read = [HttpMethods.Get, HttpMethods.Head];
        routes.MapMethods("/", read, () => Assets.Serve("index.html"));
        foreach (string name in Assets.Names.Except(RunEndpoints.Files)) routes.MapMethods("/" + name, read, () => Assets.Serve(name));
        AskEndpoints.Map(routes, models, new Samples());
        MapEndpoints.Map(routes);
        ChatEndpoints.Map(routes, models);
        if (_runs is not null) RunEndpoints.Map(routes, new RunList(_runs));
    }
}
