using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Ucam.Web.Hosting;

namespace Ucam.Web.Tests;

/// <summary>A server on a free port, with the shipped models, and who calls it.</summary>
public sealed class Served : IAsyncLifetime
{
    private WebServer? _server;

    internal static WebOptions Options { get; } = new() { Models = ["scenes", "photos"], Port = 0 };

    internal HttpClient Client { get; } = new();

    /// <summary>Two squares, red and green, as a PNG.</summary>
    internal static byte[] Png { get; } = Squares(64).EncodePng();

    public async ValueTask InitializeAsync()
    {
        _server = await WebServer.Start(Options, cancel: TestContext.Current.CancellationToken);
        Client.BaseAddress = _server.Address;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server!.DisposeAsync();
    }

    internal static Picture Squares(int side)
    {
        byte[] rgb = new byte[side * side * 3];
        for (int i = 0; i < side * side; i++) rgb[i * 3 + (i % side < side / 2 ? 0 : 1)] = 200;
        return new Picture(side, side, rgb);
    }

    /// <summary>A form with a picture and other fields.</summary>
    internal static MultipartFormDataContent Form(byte[]? picture, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        if (picture is not null)
        {
            var file = new ByteArrayContent(picture);
            file.Headers.ContentType = new MediaTypeHeaderValue("image/png");
            form.Add(file, "picture", "squares.png");
        }
        foreach ((string name, string value) in fields) form.Add(new StringContent(value), name);
        return form;
    }

    internal async Task<(int Status, JsonObject Body)> Post(string path, HttpContent content)
    {
        using HttpResponseMessage response = await Client.PostAsync(path, content, TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, JsonNode.Parse(text)!.AsObject());
    }

    internal Task<(int Status, JsonObject Body)> PostJson(string path, string json) =>
        Post(path, new StringContent(json, new MediaTypeHeaderValue("application/json")));
}

[CollectionDefinition(Name)]
public sealed class ServedCollection : ICollectionFixture<Served>
{
    internal const string Name = "served";
}
