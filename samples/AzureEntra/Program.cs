// Azure OpenAI with Microsoft Entra: a token in place of a key. With the package Azure.Identity the token takes one line:
//   options.AccessToken = async cancellationToken => (await credential.GetTokenAsync(new([AzureCliToken.Scope]), cancellationToken)).Token;
using AzureEntra;
using Connectors.ResponsesWebSocket;
using ResponsesWebSocket.Client;

if (Environment.GetEnvironmentVariable("AZURE_OPENAI_ENDPOINT") is not { Length: > 0 } endpoint
    || Environment.GetEnvironmentVariable("AZURE_OPENAI_DEPLOYMENT") is not { Length: > 0 } deployment)
{
    Console.WriteLine("Set AZURE_OPENAI_ENDPOINT (https://NAME.openai.azure.com/openai/v1) and AZURE_OPENAI_DEPLOYMENT, and sign in with 'az login'.");
    return;
}

using var token = new AzureCliToken();
var chat = new ResponsesWebSocketChatCompletionService(
    deployment,
    new ResponsesWebSocketOptions { Endpoint = new Uri(endpoint), AccessToken = token.GetAsync });

var history = new ChatHistory();
history.AddUserMessage("Say hello in Swedish.");
Console.WriteLine((await chat.GetChatMessageContentAsync(history)).Content);
