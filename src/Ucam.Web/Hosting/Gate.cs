using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

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
            context.Response.Cookies.Append(Cookie, token, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, IsEssential = true });
            if (!HttpMethods.IsGet(request.Method)) return next(context);
            // So that the token stays in no history and no bookmark.
            QueryString rest = QueryString.Create(request.Query.Where(value => value.Key != Parameter));
            context.Response.Redirect(request.Path + rest);
            return Task.CompletedTask;
        }
        string? header = request.Headers.Authorization is [{ } value] && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? value[Scheme.Length..] : null;
        if (Same(header) || Same(request.Cookies[Cookie])) return next(context);
        throw new RequestException(StatusCodes.Status401Unauthorized, "A token is needed: open the address that the server printed.");
    }

    private static bool IsForeign(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) return false;
        if (request.Headers["Sec-Fetch-Site"] is [{ } site] && site is not ("same-origin" or "none")) return true;
        return request.Headers.Origin is [{ } origin] && !IsOwn(origin, request.Host);
    }

    // Behind a proxy that encrypts the page's scheme is another than the one spoken here; its name and port are the same.
    private static bool IsOwn(string origin, HostString host) =>
        new[] { Uri.UriSchemeHttp, Uri.UriSchemeHttps }.Any(scheme => origin.Equals($"{scheme}://{host}", StringComparison.OrdinalIgnoreCase));

    private bool Same(string? given) => given is not null
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(token!)));
}
