using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Ucam.Web.Hosting;

/// <summary>
/// Who is let in: requests that other sites' pages send are refused by their Origin, and where there is a token, those without it. The token
/// comes as "Authorization: Bearer", or once as ?token= in the address, after which a cookie holds it.
/// </summary>
internal sealed class Gate(string? token)
{
    private const string Cookie = "ucam-token", Parameter = "token", Scheme = "Bearer ";

    /// <summary>Where probes ask, before anyone has a token.</summary>
    public static readonly PathString Health = "/health";

    /// <summary>The middleware.</summary>
    public Task Check(HttpContext context, RequestDelegate next)
    {
        HttpRequest request = context.Request;
        if (IsForeign(request)) throw new RequestException(StatusCodes.Status403Forbidden, "Another site's page sent this; open the page itself.");
        if (token is null || request.Path.StartsWithSegments(Health)) return next(context);
        if (request.Query[Parameter] is [{ Length: > 0 } given] && Same(given))
        {
            var kept = new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, IsEssential = true };
            context.Response.Cookies.Append(CookieOf(request), token, kept);
            if (!HttpMethods.IsGet(request.Method)) return next(context);
            // So that the token stays in no history and no bookmark.
            QueryString rest = QueryString.Create(request.Query.Where(value => value.Key != Parameter));
            // A path that begins with two slashes would be another server's address.
            context.Response.Redirect($"/{request.Path.ToUriComponent().TrimStart('/')}{rest}");
            return Task.CompletedTask;
        }
        string? header = request.Headers.Authorization is [{ } value] && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? value[Scheme.Length..] : null;
        if (Same(header) || Same(request.Cookies[CookieOf(request)])) return next(context);
        throw new RequestException(StatusCodes.Status401Unauthorized, "A token is needed: open the address that the server printed.");
    }

    private static bool IsForeign(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) return false;
        StringValues site = request.Headers["Sec-Fetch-Site"], origin = request.Headers.Origin;
        // No browser sends either twice.
        return !(site is [] or ["same-origin" or "none"]) || !(origin is [] || (origin is [{ } page] && IsOwn(page, request.Host)));
    }

    // Cookies are told apart by a machine's name and not by the port, where each may have another server.
    private static string CookieOf(HttpRequest request) =>
        request.Host.Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"{Cookie}-{port}") : Cookie;

    // Behind a proxy that encrypts the page's scheme is another than the one spoken here; its name and port are the same.
    private static bool IsOwn(string origin, HostString host) =>
        new[] { Uri.UriSchemeHttp, Uri.UriSchemeHttps }.Any(scheme => origin.Equals($"{scheme}://{host}", StringComparison.OrdinalIgnoreCase));

    private bool Same(string? given) => given is not null
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(token!)));
}
