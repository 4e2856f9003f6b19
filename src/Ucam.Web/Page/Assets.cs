using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Ucam.Studies.Reports;

namespace Ucam.Web.Page;

/// <summary>The files of the page, which are built into the library.</summary>
internal static class Assets
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".json"] = "application/json",
    };

    private static readonly Dictionary<string, (byte[] Bytes, string Tag)> Files = typeof(Assets).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith("Ucam.Web.", StringComparison.Ordinal)).ToDictionary(name => name["Ucam.Web.".Length..], Read);

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => Files.Keys;

    /// <summary>The text of one.</summary>
    public static string Text(string name) => System.Text.Encoding.UTF8.GetString(Files[name].Bytes);

    /// <summary>One as a response, which a browser asks for again only when it has changed; 404 where there is none.</summary>
    public static IResult Serve(string name) => Files.TryGetValue(name, out (byte[] Bytes, string Tag) file) ? Serve(name, file)
        : Results.Problem(title: "There is no such page.", statusCode: 404);

    /// <summary>The same of a file that is not one of the page's.</summary>
    public static IResult Serve(string name, (byte[] Bytes, string Tag) file) =>
        Results.Bytes(file.Bytes, Types[Path.GetExtension(name)], entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue(file.Tag));

    /// <summary>Bytes with the tag that tells whether they have changed.</summary>
    public static (byte[] Bytes, string Tag) Tagged(byte[] bytes) => (bytes, $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}\"");

    private static (byte[] Bytes, string Tag) Read(string name) => Tagged(Resource.Bytes(typeof(Assets).Assembly, name));
}
