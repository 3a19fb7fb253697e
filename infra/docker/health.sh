# How the container's process is, asked without starting another Node for it: HEALTH is its port and path, 8001/health.
[ -n "$HEALTH" ] || exit 0
exec 3<>"/dev/tcp/127.0.0.1/${HEALTH%%/*}" || exit 1
printf 'GET /%s HTTP/1.0\r\nHost: localhost\r\n\r\n' "${HEALTH#*/}" >&3
read -r _ code _ <&3
[ "$code" = 200 ]
