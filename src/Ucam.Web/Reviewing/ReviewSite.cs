using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ucam.Studies.Reports;
using Ucam.Studies.Reports.Table;
using Ucam.Web.Hosting;
using Ucam.Web.Page;

namespace Ucam.Web.Reviewing;

/// <summary>The page on which answers are reviewed, and its calls.</summary>
/// <param name="session">The review; it stays the caller's.</param>
internal sealed class ReviewSite(ReviewSession session) : ISite
{
    private const string Own = "Ucam.Review.", Home = "review.html";

    private static readonly string[] Shared = ["style.css", "icon.svg"], Files = [Home, "review.js"];

    /// <summary>All that the page is made of.</summary>
    public static IReadOnlyDictionary<string, (byte[] Bytes, string Tag)> Parts { get; } = Files
        .Select(name => (Name: name, Bytes: Resource.Bytes(typeof(ReviewSite).Assembly, Own + name)))
        .Concat(TableScripts.Files.Select(name => (Name: name, Bytes: TableScripts.Bytes(name))))
        .ToDictionary(file => file.Name, file => Assets.Tagged(file.Bytes));

    public void Add(IServiceCollection services, WebOptions options)
    {
        services.AddSingleton(session);
        services.AddSingleton(new ReviewPictures(session.Data.Pictures));
        services.Configure<JsonOptions>(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ReviewJson.Default));
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        string[] read = [HttpMethods.Get, HttpMethods.Head];
        routes.MapMethods("/", read, () => Assets.Serve(Home, Parts[Home]));
        foreach ((string name, (byte[] Bytes, string Tag) file) in Parts) routes.MapMethods("/" + name, read, () => Assets.Serve(name, file));
        foreach (string name in Shared) routes.MapMethods("/" + name, read, () => Assets.Serve(name));
        ReviewEndpoints.Map(routes);
    }
}
