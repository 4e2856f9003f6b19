using Microsoft.Extensions.AI;

namespace Ucam.Extensions.AI;

/// <summary>Adds doubt to a pipeline of chat clients.</summary>
public static class DoubtChatClientBuilderExtensions
{
    /// <summary>Adds doubt to the pipeline; innermost, so that what caches or logs sees its calls.</summary>
    /// <param name="builder">The pipeline.</param>
    /// <param name="options">How doubt is found.</param>
    /// <param name="configure">Called with the client that was made.</param>
    /// <returns>The pipeline.</returns>
    public static ChatClientBuilder UseDoubt(this ChatClientBuilder builder, DoubtOptions? options = null, Action<DoubtChatClient>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use(innerClient =>
        {
            var client = new DoubtChatClient(innerClient, options);
            configure?.Invoke(client);
            return client;
        });
    }
}
